package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Constants;
import dev.vedette.probes.libbpf.Libbpf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads an object so that a program which the kernel refuses does not stop the others: libbpf names the refused one and
 * gives up on the whole object, so the object is opened again without it, until the rest loads.
 */
final class ProbeLoader {
    private static final String RING = "records";
    private static final String NOT_WANTED = "not asked for";

    private final Libbpf libbpf;
    private final byte[] elf;
    private final ProbeSettings settings;
    private final Map<String, String> refused = new HashMap<>();
    private final List<String> log;

    ProbeLoader(Libbpf libbpf, byte[] elf, ProbeSettings settings, List<String> log) {
        this.libbpf = libbpf;
        this.elf = elf;
        this.settings = settings;
        this.log = log;
    }

    /**
     * A loaded object, its running programs, and what became of each.
     *
     * @param log what libbpf and the verifier said about refused programs
     */
    record Loaded(BpfObject object, BpfMap ring, List<BpfLink> links, List<ProbeStatus> probes, List<String> log)
            implements AutoCloseable {
        @Override
        public void close() {
            links.forEach(BpfLink::close);
            object.close();
        }
    }

    Loaded load() throws ProbesUnavailableException {
        // Messages are the only way to learn which program was refused, so one load at a time.
        synchronized (libbpf.messages()) {
            return loadWhatTheKernelAccepts();
        }
    }

    private Loaded loadWhatTheKernelAccepts() throws ProbesUnavailableException {
        libbpf.messages().take();
        while (true) {
            BpfObject object = open();
            try {
                object.load();
                return attach(object);
            } catch (BpfException e) {
                object.close();
                noteRefused(e);
            } catch (RuntimeException e) {
                object.close();
                throw e;
            }
        }
    }

    private BpfObject open() throws ProbesUnavailableException {
        try {
            BpfObject object = BpfObject.open(libbpf, elf);
            try {
                prepare(object);
                return object;
            } catch (BpfException | ProbesUnavailableException | RuntimeException e) {
                object.close();
                throw e;
            }
        } catch (BpfException e) {
            throw new ProbesUnavailableException(
                    e.getMessage() + ": the installed libbpf cannot read the programs; install libbpf1 of Debian 12 or"
                            + " newer",
                    e);
        }
    }

    private void prepare(BpfObject object) throws BpfException, ProbesUnavailableException {
        ring(object).setMaxEntries(settings.ringBytes());
        Constants constants = object.constants();
        settings.constants().forEach((name, value) -> {
            if (!constants.set(name, value)) {
                throw new IllegalArgumentException("The eBPF programs have no setting '" + name + "', only "
                        + constants.names().stream().sorted().toList());
            }
        });
        for (BpfProgram program : object.programs()) {
            program.setAutoload(wanted(program) && !refused.containsKey(program.name()));
        }
    }

    private static BpfMap ring(BpfObject object) throws ProbesUnavailableException {
        return object.map(RING)
                .orElseThrow(() -> new ProbesUnavailableException(
                        "The eBPF object has no map '" + RING + "': it is of another version; build it anew"));
    }

    private boolean wanted(BpfProgram program) {
        return settings.concerns().isEmpty() || settings.concerns().contains(Concern.ofSection(program.section()));
    }

    private void noteRefused(BpfException failure) throws ProbesUnavailableException {
        List<String> said = libbpf.messages().take();
        log.addAll(said);
        Refusal refusal = Refusal.in(said).orElse(null);
        // Named twice means that leaving it out did not help: another try would end the same way.
        if (refusal == null || refused.put(refusal.program(), refusal.why()) != null) {
            throw new ProbesUnavailableException(
                    failure.getMessage() + (said.isEmpty() ? "" : " (" + said.getLast() + ")")
                            + ": see 'vedette doctor' for what this kernel lacks",
                    failure);
        }
    }

    private Loaded attach(BpfObject object) throws ProbesUnavailableException {
        List<BpfLink> links = new ArrayList<>();
        List<ProbeStatus> probes = new ArrayList<>();
        for (BpfProgram program : object.programs()) {
            String section = program.section();
            String why = refused.get(program.name());
            if (why == null) {
                why = wanted(program) ? attach(program, links) : NOT_WANTED;
            }
            probes.add(new ProbeStatus(
                    program.name(), section, Concern.ofSection(section), Rung.ofSection(section), why.isEmpty(), why));
        }
        Loaded result = new Loaded(object, ring(object), links, List.copyOf(probes), List.copyOf(log));
        requireOne(result);
        return result;
    }

    private static void requireOne(Loaded loaded) throws ProbesUnavailableException {
        List<ProbeStatus> wanted = loaded.probes().stream()
                .filter(probe -> !probe.why().equals(NOT_WANTED))
                .toList();
        if (!wanted.isEmpty() && loaded.links().isEmpty()) {
            loaded.close();
            throw new ProbesUnavailableException(
                    "The kernel refused all " + wanted.size() + " eBPF programs, the first ("
                            + wanted.getFirst().name() + ") because: "
                            + wanted.getFirst().why()
                            + "; Linux 5.17 or newer with BTF is needed");
        }
    }

    /** Answers why the program does not run, or an empty text. */
    private String attach(BpfProgram program, List<BpfLink> links) {
        try {
            links.add(program.attach());
            return "";
        } catch (BpfException e) {
            log.addAll(libbpf.messages().take());
            return e.errno() == BpfException.ENOENT ? TraceFileSystem.whyAbsent(program.section()) : e.getMessage();
        }
    }
}
