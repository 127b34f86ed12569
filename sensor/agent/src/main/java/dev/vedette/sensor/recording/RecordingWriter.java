package dev.vedette.sensor.recording;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordEncoder;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.pipeline.RecordTap;
import dev.vedette.sensor.pipeline.Watch;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a recording beside a live pipeline: each record of containers and their runtimes as it came, and each container
 * once it is known and whenever more becomes known of it, and how the kernel shows it to be kept apart. What else the node
 * does is nobody's business and left out.
 *
 * <p>Owned by the pipeline's thread, which must have ended before {@link #close}. A failure to write ends the recording,
 * not the pipeline.
 */
public final class RecordingWriter implements RecordTap, Watch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWriter.class);

    /**
     * How long records wait: what is looked at because of one is known some milliseconds later, and whoever plays the
     * recording must have it before.
     */
    private static final long HOLD_NANOS = 300_000_000L;

    /** Containers whose frames are remembered. */
    private static final int MOST_CONTAINERS = 20_000;

    /** Of records that wait; beyond it the oldest wait no longer. */
    private static final int MOST_BYTES = 4 << 20;

    /** Names of the processes by which containers begin; good enough to choose by, and nothing else rests on it. */
    private static final List<String> RUNTIMES = List.of("containerd", "runc", "crun", "conmon", "exe");

    private final DataOutputStream out;
    private final ContainerRegistry containers;
    private final Map<Long, Said> said = new HashMap<>();
    private final Map<Long, Isolation> seen = new HashMap<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private final long beganNanos = System.nanoTime();
    private final RecordDecoder decoder = new RecordDecoder();
    private final RecordEncoder encoder = new RecordEncoder();
    private boolean failed;

    /** What was written of a container; its specification may be null. */
    private record Said(Container container, Isolation spec) {}

    /** What waits to be written, since when. */
    private record Held(long sinceNanos, int bytes, Writing frame) {}

    public RecordingWriter(Path file, RecordingOrigin origin, Namespaces hostNamespaces, ContainerRegistry containers)
            throws IOException {
        this.containers = containers;
        out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))));
        out.writeUTF(RecordingFormat.MAGIC);
        out.writeByte(RecordingFormat.HOST_NAMESPACES);
        RecordingFormat.writeNamespaces(out, hostNamespaces);
        origin.write(out);
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        for (ContainerLife life : containers.all()) {
            Said now = new Said(life.container(), life.spec().orElse(null));
            if (life.known() && !now.equals(said.put(life.cgroupId(), now))) {
                hold(0, () -> container(life.cgroupId(), now));
            }
            writeSeen(life);
        }
        if (said.size() > MOST_CONTAINERS) {
            // Written once more, which costs room and changes nothing.
            said.clear();
            seen.clear();
        }
        writeHeld(HOLD_NANOS);
    }

    @Override
    public void onRecord(MemorySegment data, long offset, int length) {
        try {
            KernelRecord record = decoder.decode(data, offset, length);
            if (isOfContainers(record.header())) {
                byte[] bytes = bytes(record, data.asSlice(offset, length));
                long dueNanos = System.nanoTime() - beganNanos;
                hold(bytes.length, () -> record(bytes, dueNanos));
            }
        } catch (MalformedRecordException e) {
            LOG.debug("A record is not recorded: {}", e.getMessage());
        }
    }

    private void hold(int bytes, Writing frame) {
        held.add(new Held(System.nanoTime(), bytes, frame));
        heldBytes += bytes;
        while (heldBytes > MOST_BYTES) {
            writeOldest();
        }
    }

    private void writeHeld(long forNanos) {
        long now = System.nanoTime();
        while (!held.isEmpty() && now - held.getFirst().sinceNanos() >= forNanos) {
            writeOldest();
        }
    }

    private void writeOldest() {
        Held oldest = held.removeFirst();
        heldBytes -= oldest.bytes();
        write(oldest.frame());
    }

    private void writeSeen(ContainerLife life) {
        Isolation now = life.seen().orElse(null);
        if (now != null && !now.equals(seen.put(life.cgroupId(), now))) {
            write(() -> {
                out.writeByte(RecordingFormat.ISOLATION);
                out.writeInt(life.shownBy().pid());
                out.writeLong(life.shownBy().startBootNanos());
                IsolationFrame.write(out, now);
            });
        }
    }

    /** A program's record holds its environment and arguments, and those its secrets. */
    private byte[] bytes(KernelRecord record, MemorySegment raw) {
        return record instanceof ExecRecord exec
                ? encoder.encode(exec.withArguments(SecretArguments.hidden(exec.arguments())))
                : raw.toArray(ValueLayout.JAVA_BYTE);
    }

    private void record(byte[] bytes, long dueNanos) throws IOException {
        out.writeByte(RecordingFormat.RECORD);
        out.writeLong(dueNanos);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private boolean isOfContainers(RecordHeader header) {
        return containers.of(header.cgroupId()).isPresent() || RUNTIMES.stream().anyMatch(header.comm()::startsWith);
    }

    private void container(long cgroupId, Said what) throws IOException {
        out.writeByte(RecordingFormat.CONTAINER);
        out.writeLong(cgroupId);
        ContainerFrame.write(out, what.container());
        out.writeBoolean(what.spec() != null);
        if (what.spec() != null) {
            IsolationFrame.write(out, what.spec());
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        if (failed) {
            return;
        }
        try {
            writing.run();
        } catch (IOException e) {
            failed = true;
            LOG.warn("The recording ends here: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        containers.all().forEach(this::writeSeen);
        writeHeld(0);
        out.writeByte(RecordingFormat.END);
        out.close();
    }
}
