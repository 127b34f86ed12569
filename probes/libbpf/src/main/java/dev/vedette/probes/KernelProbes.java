package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * The attached eBPF programs of this process. While this is open the kernel fills {@link #ring}; closing detaches
 * everything. Thread-safe, except that the ring has one reader.
 */
public final class KernelProbes implements AutoCloseable {
    /** The key of a map that has one entry. */
    private static final byte[] ONLY = bytes(Integer.BYTES).putInt(0).array();

    private static final byte[] YES = bytes(Integer.BYTES).putInt(1).array();
    /** {@link FailureCount#reason} of records that a sensor of another version left, which nobody can read. */
    public static final String OTHER_VERSION = "OTHER_VERSION";
    /** struct name_key of the programs, whose last byte stays NUL. */
    private static final int NAME_BYTES = 32;

    private final ProbeObject object;
    private final Ladders ladders;
    private final Places places;
    private final Attachment attachment;
    private final List<Predecessor> predecessors;
    private final FailureTable failures;
    private final List<String> log;
    private final Optional<PinDirectory> pins;
    private final KernelTables tables;
    private final RingBufferReader ring;
    private boolean closed;

    private KernelProbes(ProbeObject object, Attaching.Attached attached) {
        this.object = object;
        this.ladders = attached.ladders();
        this.places = new Places(ladders);
        this.attachment = attached.attachment();
        this.predecessors = attached.predecessors();
        this.log = attached.log();
        this.pins = attached.pins();
        this.tables = new KernelTables(attachment.maps());
        this.failures = new FailureTable(tables, places, lostInTakeover(attached.abandoned()), predecessors);
        this.ring = attached.ring();
    }

    private static List<FailureCount> lostInTakeover(long records) {
        return records == 0 ? List.of() : List.of(new FailureCount("takeover", OTHER_VERSION, 0, records));
    }

    /**
     * Loads and attaches what the kernel accepts. A program that it refuses is reported by {@link #probes} and does not
     * stop the others. Mounts tracefs at /sys/kernel/tracing if nothing is mounted there.
     *
     * @throws ProbesUnavailableException if nothing can be loaded at all
     */
    public static KernelProbes attach(ProbeSettings settings) throws ProbesUnavailableException {
        return attach(_ -> settings, ProbeObject.builtIn());
    }

    /**
     * As {@link #attach(ProbeSettings)}, with what is wanted of the facts that can be told.
     *
     * @param wanted gets {@link #tellable}
     */
    public static KernelProbes attach(Function<Set<String>, ProbeSettings> wanted) throws ProbesUnavailableException {
        return attach(wanted, ProbeObject.builtIn());
    }

    /** As {@link #attach(ProbeSettings)}, with another object that has a ring named {@code records}. */
    static KernelProbes attach(ProbeSettings settings, byte[] elf) throws ProbesUnavailableException {
        return attach(_ -> settings, ProbeObject.of(elf));
    }

    private static KernelProbes attach(Function<Set<String>, ProbeSettings> wanted, ProbeObject object)
            throws ProbesUnavailableException {
        try {
            Libbpf libbpf = Attaching.library();
            Ladders ladders = ProbeLoader.ladders(libbpf, object);
            ProbeSettings settings = wanted.apply(ladders.facts());
            KernelProbes probes = new KernelProbes(object, new Attaching(libbpf, object, ladders, settings).attach());
            probes.overlook(settings.ownProcess());
            probes.tellTime(BootClock.measure());
            return probes;
        } finally {
            object.letGo();
        }
    }

    /**
     * The facts that the programs can tell (see {@link ProbeStatus#fact}), whatever this kernel lets them.
     *
     * @throws ProbesUnavailableException if the programs cannot be read here
     */
    public static Set<String> tellable() throws ProbesUnavailableException {
        ProbeObject object = ProbeObject.builtIn();
        try {
            return ProbeLoader.ladders(Attaching.library(), object).facts();
        } finally {
            object.letGo();
        }
    }

    /**
     * Removes what sensors left pinned there, running programs included, and answers what that was, one line each; empty
     * if there was nothing.
     *
     * @throws ProbesUnavailableException if a sensor still uses it, something there is not ours, or it cannot be removed
     */
    public static List<String> removePinned(Path pins) throws ProbesUnavailableException {
        if (!PinDirectory.exists(pins)) {
            return List.of();
        }
        try (PinDirectory directory = PinDirectory.open(new Libc(), Attaching.library(), pins)) {
            return directory.removeAll();
        }
    }

    private void overlook(int ownProcess) {
        tables.put("own_process", ONLY, bytes(Integer.BYTES).putInt(ownProcess).array());
    }

    /**
     * Says what the time of day is by the boot clock, so that the kernel side can tell whether a file was there before a
     * process; to be said again when somebody may have set it. Thread-safe.
     */
    public void tellTime(BootClock clock) {
        tables.put(
                "boot_to_epoch",
                ONLY,
                bytes(Long.BYTES).putLong(clock.toEpochNanos(0)).array());
    }

    /** Said by the reader before it sleeps; the kernel side takes it back when it wakes it. */
    private void rest() {
        tables.put("reader_rests", ONLY, YES);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }

    /** The records; open for as long as this is. */
    public RingBufferReader ring() {
        return ring;
    }

    /** The records, those that a sensor before left unread first; open for as long as this is. */
    public RecordStream records() {
        return new RecordStream(ring, predecessors, this::rest);
    }

    /**
     * From now on tells these facts and no others; those that are told already go on without a gap.
     *
     * @throws ProbesUnavailableException if the kernel refuses the object as a whole
     */
    public synchronized void want(Set<String> facts) throws ProbesUnavailableException {
        requireOpen();
        try {
            attachment.want(facts);
        } catch (BpfException e) {
            throw new ProbesUnavailableException(e.getMessage() + ": see 'vedette doctor'", e);
        } finally {
            object.letGo();
        }
    }

    /**
     * To be called once what is to be denied has been said: ends the denying programs of a sensor of another version,
     * which went on until now.
     */
    public synchronized void settle() {
        try {
            for (Predecessor predecessor : predecessors) {
                predecessor.end(_ -> true);
            }
        } catch (IOException e) {
            throw new IllegalStateException("programs of the sensor before still run: " + e.getMessage(), e);
        }
    }

    /** What maps and programs take of the kernel's memory. */
    public synchronized KernelMemory memory() {
        requireOpen();
        try {
            return new KernelMemory(attachment.mapBytes(), attachment.programBytes());
        } catch (BpfException | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * How many instructions the kernel's verifier went through for each running program that was loaded here, by its name.
     */
    public synchronized Map<String, Long> verifiedInstructions() {
        requireOpen();
        try {
            return attachment.verifiedInstructions();
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The probes are closed");
        }
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

    /** What the programs could not do since they were first attached, by place, reason and cgroup. */
    public List<FailureCount> failures() {
        return failures.all();
    }

    /**
     * Tells what the programs could not do since this was last asked, also by a sensor before that left its pins. Each is
     * told once, but for those that were being told when that sensor was killed.
     */
    public void tellFailures(Consumer<FailureCount> out) {
        failures.tell(out);
    }

    /** Failures that found no room in the table behind {@link #failures} and so are told only as a number. */
    public long failuresWithoutPlace() {
        long[] count = new long[1];
        tables.visit("failures_overflow", (_, value) -> count[0] = value.get(JAVA_LONG, 0));
        return count[0];
    }

    /** Who waited for a CPU because of whom; times only grow. */
    public List<BlameCell> blame() {
        return cells("blame");
    }

    /** Whose requests waited for a block device because of whose; times only grow. */
    public List<BlameCell> diskBlame() {
        return cells("disk_blame");
    }

    /** Whose packets waited for a network device because of whose; times only grow. */
    public List<BlameCell> packetBlame() {
        return cells("packet_blame");
    }

    private List<BlameCell> cells(String matrix) {
        List<BlameCell> cells = new ArrayList<>();
        tables.visit(
                matrix,
                (key, value) -> cells.add(
                        new BlameCell(key.get(JAVA_LONG, 0), key.get(JAVA_LONG, 8), value.get(JAVA_LONG, 0))));
        return List.copyOf(cells);
    }

    /** What the tasks of each cgroup did with the CPUs; times only grow. */
    public List<CpuTimes> cpuTimes() {
        List<CpuTimes> times = new ArrayList<>();
        tables.visit("cpu_times", (key, value) -> times.add(CpuTimes.read(key, value)));
        return List.copyOf(times);
    }

    /** What the requests of each cgroup did with the block devices; times only grow. */
    public List<ServiceTimes> diskTimes() {
        return serviceTimes("disk_times");
    }

    /** What the packets of each cgroup had of the network devices; times only grow. */
    public List<ServiceTimes> packetTimes() {
        return serviceTimes("packet_times");
    }

    private List<ServiceTimes> serviceTimes(String table) {
        List<ServiceTimes> times = new ArrayList<>();
        tables.visit(table, (key, value) -> times.add(ServiceTimes.read(key, value)));
        return List.copyOf(times);
    }

    /** Whose tasks had to look for memory themselves, and for how long; times only grow. */
    public List<MemoryWait> memoryWaits() {
        List<MemoryWait> waits = new ArrayList<>();
        tables.visit(
                "memory_waits",
                (key, value) -> waits.add(
                        new MemoryWait(key.get(JAVA_LONG, 0), key.get(JAVA_LONG, 8), value.get(JAVA_LONG, 0))));
        return List.copyOf(waits);
    }

    /** What containers may not do. */
    public KernelDenials denials() {
        return new KernelDenials(tables);
    }

    /** What the kernel side knows of control groups. */
    public KernelGroups groups() {
        return new KernelGroups(tables);
    }

    /**
     * Makes room in the tables of waits and in that behind {@link #failures}: without it they fill with cgroups that are gone, on
     * a node where containers come and go.
     *
     * @param gone whether a cgroup is no longer there
     */
    public void forget(LongPredicate gone) {
        for (String matrix : List.of("blame", "disk_blame", "packet_blame")) {
            tables.remove(matrix, key -> gone.test(key.get(JAVA_LONG, 0)) || isGone(key.get(JAVA_LONG, 8), gone));
        }
        for (String times : List.of("cpu_times", "disk_times", "packet_times", "memory_waits")) {
            tables.remove(times, key -> gone.test(key.get(JAVA_LONG, 0)));
        }
        failures.forget(gone);
    }

    private static boolean isGone(long culprit, LongPredicate gone) {
        return culprit != BlameCell.OWN_QUOTA && gone.test(culprit);
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

    /**
     * Detaches every program, then frees the ring and the maps; what is pinned goes on. Closing again does nothing.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ring.close();
            tables.close();
            predecessors.forEach(Predecessor::close);
            attachment.close();
            pins.ifPresent(PinDirectory::close);
        }
    }
}
