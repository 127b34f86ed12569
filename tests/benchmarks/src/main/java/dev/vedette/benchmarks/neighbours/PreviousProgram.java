package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.neighbours.Recording.Pair;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs of previous.bpf.c while they are attached. */
final class PreviousProgram implements AutoCloseable {
    private final BpfObject object;
    private final List<BpfLink> links = new ArrayList<>();
    private final BpfMap blame;
    private final Map<Long, String> names;

    /** @param names of containers, by the numbers of their groups */
    private PreviousProgram(BpfObject object, Map<Long, String> names) throws BpfException {
        this.object = object;
        this.names = Map.copyOf(names);
        object.load();
        this.blame = object.map("previous_blame").orElseThrow();
        for (BpfProgram program : object.programs()) {
            links.add(program.attach());
        }
    }

    static PreviousProgram attach(Map<Long, String> names)
            throws IOException, BpfException, LibbpfUnavailableException {
        try (InputStream in = PreviousProgram.class.getResourceAsStream("/dev/vedette/benchmarks/previous.bpf.o")) {
            BpfObject object = BpfObject.open(Libbpf.load(), in.readAllBytes());
            try {
                return new PreviousProgram(object, names);
            } catch (BpfException e) {
                object.close();
                throw e;
            }
        }
    }

    /** Nanoseconds since it was attached. */
    Map<Pair, Long> read() throws BpfException {
        Map<Pair, Long> all = new HashMap<>();
        blame.forEach((key, value) -> {
            String victim = names.get(key.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
            String culprit = names.getOrDefault(key.get(ValueLayout.JAVA_LONG_UNALIGNED, Long.BYTES), "");
            if (victim != null) {
                all.merge(new Pair(victim, culprit), value.get(ValueLayout.JAVA_LONG_UNALIGNED, 0), Long::sum);
            }
        });
        return all;
    }

    @Override
    public void close() {
        links.forEach(BpfLink::close);
        object.close();
    }
}
