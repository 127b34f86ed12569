package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends what other versions have left running, now that ours run. For a moment both did, so what happened in it may be told
 * twice; nothing is missed. Programs that may deny go on until {@link KernelProbes#settle}: only then do ours know what to
 * deny. What another object's ring still holds cannot be understood, and is counted.
 */
final class Succession {
    private final Libc libc;
    private final Libbpf libbpf;
    private final Ladders ladders;
    private final List<Predecessor> predecessors = new ArrayList<>();
    private long abandoned;

    Succession(Libc libc, Libbpf libbpf, Ladders ladders) {
        this.libc = libc;
        this.libbpf = libbpf;
        this.ladders = ladders;
    }

    List<Predecessor> predecessors() {
        return List.copyOf(predecessors);
    }

    /** Records that nobody will read. */
    long abandoned() {
        return abandoned;
    }

    void follow(PinDirectory pins, Generation own) throws ProbesUnavailableException {
        for (Generation generation : pins.generations()) {
            if (!generation.equals(own)) {
                try {
                    follow(generation, own);
                } catch (BpfException | IOException e) {
                    throw pins.foreign(generation.name() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private void follow(Generation generation, Generation own) throws BpfException, IOException {
        if (generation.isUnfinished() || !Files.exists(generation.map("records"))) {
            generation.remove();
            return;
        }
        Predecessor predecessor = Predecessor.open(libc, libbpf, generation);
        if (generation.hasSameObject(own.name())) {
            predecessor.end(program -> !mayDeny(program));
            predecessors.add(predecessor);
        } else {
            predecessor.end(_ -> true);
            int counted;
            do {
                counted = predecessor.drain((_, _, _) -> {}, Integer.MAX_VALUE);
                abandoned += counted;
            } while (counted > 0);
            predecessor.close();
        }
    }

    private boolean mayDeny(String program) {
        return ladders.programs().stream()
                .filter(spec -> spec.name().equals(program))
                .anyMatch(ProgramSpec::mayDeny);
    }
}
