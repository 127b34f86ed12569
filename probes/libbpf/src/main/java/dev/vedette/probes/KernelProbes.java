package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.record.FailureReason;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The attached eBPF programs of this process. While this is open the kernel fills {@link #ring}; closing detaches
 * everything. Thread-safe, except that the ring has one reader.
 */
public final class KernelProbes implements AutoCloseable {
    private static final String OBJECT = "/dev/vedette/probes/vedette.bpf.o";
    /** struct name_key of the programs, whose last byte stays NUL. */
    private static final int NAME_BYTES = 32;

    private final Ladders ladders;
    private final Places places;
    private final Batch batch;
    private final List<String> log;
    private final KernelTables tables;
    private final RingBufferReader ring;
    private boolean closed;

    private KernelProbes(Ladders ladders, Batch batch, List<String> log, RingBufferReader ring) {
        this.ladders = ladders;
        this.places = new Places(ladders);
        this.batch = batch;
        this.log = log;
        this.tables = new KernelTables(batch.object());
        this.ring = ring;
    }

    /**
     * Loads and attaches what the kernel accepts. A program that it refuses is reported by {@link #probes} and does not
     * stop the others. Mounts tracefs at /sys/kernel/tracing if nothing is mounted there.
     *
     * @throws ProbesUnavailableException if nothing can be loaded at all
     */
    public static KernelProbes attach(ProbeSettings settings) throws ProbesUnavailableException {
        return attach(settings, object());
    }

    /** As {@link #attach(ProbeSettings)}, with another object that has a ring named {@code records}. */
    static KernelProbes attach(ProbeSettings settings, byte[] elf) throws ProbesUnavailableException {
        Libc libc = new Libc();
        Libbpf libbpf = library();
        var obstacle = ProbeCheck.obstacle(libbpf);
        if (obstacle.isPresent()) {
            throw new ProbesUnavailableException(obstacle.get());
        }
        List<String> log = new ArrayList<>();
        try {
            TraceFileSystem.ensureMounted(libc);
        } catch (IOException e) {
            // The programs on BTF tracepoints do without; the others will be reported as not attached.
            log.add(e.getMessage());
        }
        Ladders ladders = ProbeLoader.ladders(libbpf, elf);
        List<Ladder> wanted = wanted(ladders, settings.facts());
        Batch batch = new ProbeLoader(libbpf, elf, settings, ladders, log).load(wanted);
        try {
            int ringFd = ProbeLoader.ring(batch.object()).fd();
            RingBufferReader ring = RingBufferReader.open(libc, ringFd, settings.ringBytes());
            KernelProbes probes = new KernelProbes(ladders, batch, log, ring);
            probes.overlook(settings.ownProcess());
            return probes;
        } catch (IOException | BpfException e) {
            batch.close();
            throw new ProbesUnavailableException(
                    "The kernel's ring buffer cannot be mapped (" + e.getMessage()
                            + "): allow mmap of bpf maps in the security policy of this process",
                    e);
        }
    }

    private static List<Ladder> wanted(Ladders ladders, Set<String> facts) {
        facts.forEach(ladders::of);
        ladders.all().forEach(fact -> fact.begin(facts.isEmpty() || facts.contains(fact.fact())));
        return ladders.all().stream().filter(Ladder::wanted).toList();
    }

    private void overlook(int ownProcess) {
        tables.put(
                "own_process",
                bytes(Integer.BYTES).putInt(0).array(),
                bytes(Integer.BYTES).putInt(ownProcess).array());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }

    private static Libbpf library() throws ProbesUnavailableException {
        try {
            return Libbpf.load();
        } catch (LibbpfUnavailableException e) {
            throw new ProbesUnavailableException(e.getMessage(), e);
        }
    }

    private static byte[] object() {
        try (InputStream resource = KernelProbes.class.getResourceAsStream(OBJECT)) {
            if (resource == null) {
                throw new IllegalStateException(OBJECT + " is not on the class path: build probes/bpf");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records; open for as long as this is. */
    public RingBufferReader ring() {
        return ring;
    }

    /** Every program of the object, attached or not, in the object's order. */
    public synchronized List<ProbeStatus> probes() {
        return ladders.probes();
    }

    /** Every fact of the object and the rung on which it is told, in the object's order. */
    public synchronized List<FactStatus> facts() {
        return ladders.statuses();
    }

    /** What libbpf and the kernel's verifier said about programs that were refused. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** What the programs could not do, by place, reason and cgroup; counts only grow. */
    public List<FailureCount> failures() {
        List<FailureCount> counts = new ArrayList<>();
        tables.visit(
                "failures",
                (key, value) -> counts.add(new FailureCount(
                        places.name(key.get(JAVA_INT, 0)),
                        reason(key.get(JAVA_INT, 4)),
                        key.get(JAVA_LONG, 8),
                        value.get(JAVA_LONG, 0))));
        return List.copyOf(counts);
    }

    /** Failures that found no room in the table behind {@link #failures} and so are told only as a number. */
    public long failuresWithoutPlace() {
        long[] count = new long[1];
        tables.visit("failures_overflow", (_, value) -> count[0] = value.get(JAVA_LONG, 0));
        return count[0];
    }

    /** Who waited for a CPU because of whom; times only grow. */
    public List<BlameCell> blame() {
        List<BlameCell> cells = new ArrayList<>();
        tables.visit(
                "blame",
                (key, value) -> cells.add(
                        new BlameCell(key.get(JAVA_LONG, 0), key.get(JAVA_LONG, 8), value.get(JAVA_LONG, 0))));
        return List.copyOf(cells);
    }

    /** What the kernel side knows of control groups. */
    public KernelGroups groups() {
        return new KernelGroups(tables);
    }

    /**
     * Makes room in the tables behind {@link #blame} and {@link #failures}: without it they fill with cgroups that are
     * gone, on a node where containers come and go.
     *
     * @param gone whether a cgroup is no longer there
     */
    public void forget(LongPredicate gone) {
        tables.remove("blame", key -> gone.test(key.get(JAVA_LONG, 0)) || gone.test(key.get(JAVA_LONG, 8)));
        tables.remove("failures", key -> gone.test(key.get(JAVA_LONG, 8)));
    }

    /**
     * How often each program has run, by its name; tells a program that never runs from one that has nothing to say.
     * Programs that never ran are left out.
     */
    public Map<String, Long> heartbeats() {
        Map<String, Long> beats = new TreeMap<>();
        tables.visit("heartbeat", (key, value) -> {
            if (value.get(JAVA_LONG, 0) != 0) {
                beats.put(places.name(key.get(JAVA_INT, 0)), value.get(JAVA_LONG, 0));
            }
        });
        return beats;
    }

    /**
     * Reports every opening of a file of this name, also for reading.
     *
     * @param name the last component of a path; of a longer name its first 31 bytes count
     */
    public void watchName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[NAME_BYTES];
        System.arraycopy(bytes, 0, key, 0, Math.min(bytes.length, NAME_BYTES - 1));
        new WatchedOutline(tables).addName(key);
        tables.add("watched_names", key);
    }

    /**
     * Reports every opening of this file, also for reading.
     *
     * @param device {@code super_block.s_dev}: see {@link #device}
     */
    public void watchInode(long device, long inode) {
        new WatchedOutline(tables).addInode(inode);
        tables.add(
                "watched_inodes",
                bytes(2 * Long.BYTES).putLong(device).putLong(inode).array());
    }

    /**
     * The kernel's own form of a device number, {@code major << 20 | minor}, from the one that {@code stat} answers
     * (attribute {@code unix:dev}); encoding: gnu_dev_makedev.
     */
    public static long device(long statDevice) {
        long major = ((statDevice >>> 8) & 0xfff) | ((statDevice >>> 32) & 0xfffff000L);
        long minor = (statDevice & 0xff) | ((statDevice >>> 12) & 0xffffff00L);
        return (major << 20) | minor;
    }

    private static String reason(int number) {
        return FailureReason.of(number).map(Enum::name).orElse("reason " + number);
    }

    /** Detaches every program, then frees the ring and the maps. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ring.close();
            tables.close();
            batch.close();
        }
    }
}
