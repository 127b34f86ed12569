package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Constants;
import dev.vedette.probes.libbpf.KernelTypes;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LoadedObject;
import dev.vedette.probes.libbpf.RungTrial;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Loads an object so that a program which the kernel refuses does not stop the others: libbpf names the refused one and
 * gives up on the whole object, so the object is opened again without it, its fact a rung lower where there is one, until
 * the rest loads and attaches. What became of each is in the {@link Ladders}.
 */
final class ProbeLoader {
    private static final String RING = "records";

    private final Libbpf libbpf;
    private final ProbeObject elf;
    private final ProbeSettings settings;
    private final Ladders ladders;
    private final List<String> log;

    /** @param log gets what libbpf and the verifier said about refused programs */
    ProbeLoader(Libbpf libbpf, ProbeObject elf, ProbeSettings settings, Ladders ladders, List<String> log) {
        this.libbpf = libbpf;
        this.elf = elf;
        this.settings = settings;
        this.ladders = ladders;
        this.log = log;
    }

    /** Opens the object only to see what is in it. */
    static Ladders ladders(Libbpf libbpf, ProbeObject elf) throws ProbesUnavailableException {
        try (BpfObject object = open(libbpf, elf)) {
            return Ladders.of(object);
        }
    }

    /**
     * The programs of these facts, running.
     *
     * @param maps the pins or the object whose maps they use; without, they get maps of their own
     */
    Batch load(List<Ladder> facts, Optional<MapSource> maps) throws ProbesUnavailableException {
        // Messages are the only way to learn which program was refused, so one load at a time.
        synchronized (libbpf.messages()) {
            libbpf.messages().take();
            try (KernelTypes types = KernelTypes.load(libbpf)) {
                HookCheck hooks = new HookCheck(types, new RungTrial(libbpf, types), settings.highest());
                facts.forEach(hooks::settle);
                return new Climb(facts, hooks, maps).load();
            } catch (BpfException e) {
                throw new ProbesUnavailableException(e.getMessage() + ": this kernel's types cannot be read", e);
            }
        }
    }

    /** Maps that exist already. */
    interface MapSource {
        /** Lets the object, which is not loaded yet, use them. */
        void share(BpfObject object) throws BpfException;
    }

    /**
     * What a generation has running, taken over as it is: nothing is loaded.
     *
     * @param facts those that were asked for; what runs of others is left alone
     */
    Batch adopt(Generation generation, List<Ladder> facts)
            throws BpfException, IOException, ProbesUnavailableException {
        Set<String> running = generation.running();
        Batch batch = new Batch(open(libbpf, elf));
        try (KernelTypes types = KernelTypes.load(libbpf)) {
            generation.shareMaps(libbpf, batch.object());
            LoaderNames.fill(batch.object());
            HookCheck hooks = new HookCheck(types, new RungTrial(libbpf, types), settings.highest());
            for (String program : running) {
                batch.add(ladders.spec(program).name(), generation.link(libbpf, program));
            }
            batch.settle();
            for (Ladder fact : facts) {
                hooks.settle(fact);
                fact.adopt(running);
            }
            return batch;
        } catch (BpfException | RuntimeException e) {
            batch.leave();
            throw e;
        }
    }

    /** One loading of some facts: as many attempts as the kernel needs. */
    private final class Climb {
        private final List<Ladder> facts;
        private final HookCheck hooks;
        private final Optional<MapSource> maps;

        Climb(List<Ladder> facts, HookCheck hooks, Optional<MapSource> maps) {
            this.facts = facts;
            this.hooks = hooks;
            this.maps = maps;
        }

        Batch load() throws ProbesUnavailableException {
            while (true) {
                Batch batch = new Batch(open(libbpf, elf));
                try {
                    if (maps.isPresent() && chosen().isEmpty()) {
                        maps.get().share(batch.object());
                        batch.settle();
                        return batch;
                    }
                    prepare(batch.object());
                    batch.object().load();
                    if (maps.isEmpty()) {
                        LoaderNames.fill(batch.object());
                    }
                    if (attach(batch)) {
                        requireOne(batch);
                        batch.settle();
                        return batch;
                    }
                    batch.close();
                } catch (BpfException e) {
                    batch.close();
                    noteRefused(e);
                } catch (ProbesUnavailableException | RuntimeException e) {
                    batch.close();
                    throw e;
                }
            }
        }

        private void prepare(BpfObject object) throws BpfException, ProbesUnavailableException {
            if (maps.isPresent()) {
                maps.get().share(object);
            } else {
                ring(object).setMaxEntries(settings.ringBytes());
            }
            new Places(ladders).number(object.constants());
            object.constants()
                    .set(GroupHierarchy.CONSTANT, GroupHierarchy.ofNode().number());
            setConstants(object.constants());
            object.constants().set("has_casts", hooks.kernelCasts() ? 1 : 0);
            Set<String> chosen = chosen();
            for (BpfProgram program : object.programs()) {
                program.setAutoload(chosen.contains(program.name()));
            }
        }

        private Set<String> chosen() {
            Set<String> names = new HashSet<>();
            facts.forEach(fact -> fact.chosen().forEach(program -> names.add(program.name())));
            return names;
        }

        private void noteRefused(BpfException failure) throws ProbesUnavailableException {
            List<String> said = libbpf.messages().take();
            log.addAll(said);
            Refusal refusal = Refusal.in(said).orElse(null);
            // One that was left out already cannot be helped by leaving it out: another try would end the same way.
            if (refusal == null || !chosen().contains(refusal.program())) {
                throw new ProbesUnavailableException(
                        failure.getMessage() + (said.isEmpty() ? "" : " (" + said.getLast() + ")")
                                + ": see 'vedette doctor' for what this kernel lacks",
                        failure);
            }
            ProgramSpec program = ladders.spec(refusal.program());
            if (failure.errno() == BpfException.EPERM) {
                leaveOutKind(program.kind(), refusal.why());
            } else {
                leaveOut(program, refusal.why());
            }
        }

        /** A right is missing, and all programs of a kind need the same: trying each of them would take a minute. */
        private void leaveOutKind(String kind, String why) {
            List<ProgramSpec> same = facts.stream()
                    .flatMap(fact -> fact.chosen().stream())
                    .filter(program -> program.kind().equals(kind))
                    .toList();
            same.forEach(program -> leaveOut(program, why));
        }

        private void leaveOut(ProgramSpec program, String why) {
            Ladder ladder = ladders.of(program.fact());
            ladder.noteRefused(program, why);
            hooks.fallToWhatStands(ladder);
        }

        /** False if a fact fell to a rung whose programs are not loaded. */
        private boolean attach(Batch batch) {
            Set<String> loaded = chosen();
            for (BpfProgram program : batch.object().programs()) {
                ProgramSpec spec = ladders.spec(program.name());
                if (loaded.contains(spec.name()) && spec.rung() != Rung.ON_CALL) {
                    attach(program, spec, batch);
                }
            }
            return loaded.containsAll(chosen());
        }

        private void attach(BpfProgram program, ProgramSpec spec, Batch batch) {
            try {
                batch.add(spec.name(), link(program, spec));
                ladders.of(spec.fact()).noteAttached(spec);
            } catch (BpfException e) {
                log.addAll(libbpf.messages().take());
                leaveOut(spec, e.getMessage());
            }
        }

        private BpfLink link(BpfProgram program, ProgramSpec spec) throws BpfException {
            return spec.rung() == Rung.CGROUP ? GroupRoot.attach(program) : program.attach();
        }

        private void requireOne(Batch batch) throws ProbesUnavailableException {
            if (maps.isPresent()) {
                return; // others run already
            }
            boolean onCall = facts.stream().anyMatch(fact -> fact.rung() == Rung.ON_CALL);
            if (!facts.isEmpty() && !onCall && batch.running().isEmpty()) {
                ProgramSpec first = facts.getFirst().programs().getFirst();
                throw new ProbesUnavailableException("The kernel refused all eBPF programs, the first ("
                        + first.name() + ") because: "
                        + ladders.of(first.fact()).status(first).why()
                        + "; Linux 5.17 or newer with BTF is needed");
            }
        }
    }

    private static BpfObject open(Libbpf libbpf, ProbeObject elf) throws ProbesUnavailableException {
        try {
            return BpfObject.open(libbpf, elf.bytes());
        } catch (BpfException e) {
            throw new ProbesUnavailableException(
                    e.getMessage() + ": the installed libbpf cannot read the programs; install libbpf1 of Debian 12 or"
                            + " newer",
                    e);
        }
    }

    private void setConstants(Constants constants) {
        settings.constants().forEach((name, value) -> {
            if (!constants.set(name, value)) {
                throw new IllegalArgumentException("The eBPF programs have no setting '" + name + "', only "
                        + constants.names().stream()
                                .filter(known -> !Places.isPlace(known))
                                .sorted()
                                .toList());
            }
        });
    }

    static BpfMap ring(BpfObject object) throws ProbesUnavailableException {
        return ring(object.map(RING));
    }

    static BpfMap ring(LoadedObject object) throws ProbesUnavailableException {
        return ring(object.map(RING));
    }

    private static BpfMap ring(Optional<BpfMap> ring) throws ProbesUnavailableException {
        return ring.orElseThrow(() -> new ProbesUnavailableException(
                "The eBPF object has no map '" + RING + "': it is of another version; build it anew"));
    }
}
