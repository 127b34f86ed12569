package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfPin;
import dev.vedette.probes.libbpf.DescriptorInfo;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LoadedObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The programs of the facts that are wanted, running, and their maps. Facts can come and go; the maps stay. With pins the
 * running programs of a sensor that was here before are taken over if they are the same, and outlive this. Not
 * thread-safe.
 */
final class Attachment implements AutoCloseable {
    private final Libbpf libbpf;
    private final Ladders ladders;
    private final ProbeLoader loader;
    private final Optional<Generation> pinned;
    /** The first one owns the maps. */
    private final List<Batch> batches = new ArrayList<>();

    Attachment(Libbpf libbpf, Ladders ladders, ProbeLoader loader, Optional<Generation> pinned) {
        this.libbpf = libbpf;
        this.ladders = ladders;
        this.loader = loader;
        this.pinned = pinned;
    }

    /** Attaches these facts, or takes them over. */
    void begin(Set<String> facts) throws ProbesUnavailableException, BpfException, IOException {
        facts.forEach(ladders::of);
        ladders.all().forEach(fact -> fact.begin(facts.isEmpty() || facts.contains(fact.fact())));
        List<Ladder> wanted = ladders.all().stream().filter(Ladder::wanted).toList();
        Optional<Generation> found = pinned.filter(generation -> PinDirectory.exists(generation.directory()));
        if (found.isPresent()) {
            batches.add(loader.adopt(found.get(), wanted));
            ladders.all().stream().filter(fact -> !fact.wanted()).forEach(this::detach);
            attach(wanted.stream().filter(fact -> fact.attached().isEmpty()).toList());
        } else {
            batches.add(loader.load(wanted, Optional.empty()));
            if (pinned.isPresent()) {
                pinned.get().store(libbpf, batches.getFirst());
            }
        }
    }

    /** Whose maps are everybody's. */
    LoadedObject maps() {
        return batches.getFirst().loaded();
    }

    /** From now on these facts and no others; those that run already are not touched. */
    void want(Set<String> facts) throws ProbesUnavailableException, BpfException {
        facts.forEach(ladders::of);
        List<Ladder> missing = new ArrayList<>();
        for (Ladder fact : ladders.all()) {
            boolean wanted = facts.contains(fact.fact());
            if (wanted && !fact.wanted()) {
                fact.begin(true);
                missing.add(fact);
            } else if (!wanted && fact.wanted()) {
                fact.begin(false);
                detach(fact);
            }
        }
        attach(missing);
    }

    private void attach(List<Ladder> facts) throws ProbesUnavailableException, BpfException {
        if (facts.isEmpty()) {
            return;
        }
        Batch batch = loader.load(facts, Optional.of(object -> object.shareMaps(maps())));
        batches.add(batch);
        if (pinned.isPresent()) {
            pinned.get().add(libbpf, batch);
        }
        closeIdle();
    }

    private void detach(Ladder fact) {
        for (ProgramSpec program : fact.programs()) {
            try {
                if (pinned.isPresent()) {
                    pinned.get().removeProgram(program.name());
                }
            } catch (IOException e) {
                throw new IllegalStateException(
                        "The pin of " + program.name() + " cannot be removed, so it still runs: " + e.getMessage(), e);
            }
            batches.forEach(batch -> batch.detach(program.name()));
        }
        closeIdle();
    }

    private void closeIdle() {
        List<Batch> idle = batches.stream()
                .skip(1)
                .filter(batch -> batch.running().isEmpty())
                .toList();
        idle.forEach(Batch::close);
        batches.removeAll(idle);
    }

    /** Kernel memory of all maps, in bytes. */
    long mapBytes() throws BpfException {
        long bytes = 0;
        for (var map : maps().maps()) {
            bytes += DescriptorInfo.of(map.fd()).memoryBytes();
        }
        return bytes;
    }

    /** Kernel memory of all loaded programs, in bytes. */
    long programBytes() throws BpfException, IOException {
        long bytes = 0;
        if (pinned.isPresent()) {
            for (String program : pinned.get().loaded()) {
                bytes += BpfPin.open(
                        libbpf,
                        pinned.get().program(program),
                        BpfPin.Kind.PROGRAM,
                        fd -> DescriptorInfo.of(fd).memoryBytes());
            }
            return bytes;
        }
        for (Batch batch : batches) {
            for (int program : running(batch).values()) {
                bytes += DescriptorInfo.of(program).memoryBytes();
            }
        }
        return bytes;
    }

    /** What the verifier went through for each program that this loaded itself. */
    Map<String, Long> verifiedInstructions() throws BpfException {
        Map<String, Long> instructions = new TreeMap<>();
        for (Batch batch : batches) {
            for (var program : running(batch).entrySet()) {
                instructions.put(
                        program.getKey(), DescriptorInfo.of(program.getValue()).verifiedInstructions());
            }
        }
        return instructions;
    }

    private static Map<String, Integer> running(Batch batch) {
        Map<String, Integer> programs = batch.loaded().programs();
        programs.keySet().retainAll(batch.running());
        return programs;
    }

    /** Detaches everything, or leaves it running if it is pinned; then frees the maps. */
    @Override
    public void close() {
        for (Batch batch : batches.reversed()) {
            if (pinned.isPresent()) {
                batch.leave();
            } else {
                batch.close();
            }
        }
        batches.clear();
    }
}
