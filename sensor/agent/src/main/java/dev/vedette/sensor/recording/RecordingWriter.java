package dev.vedette.sensor.recording;

import dev.vedette.policy.model.Fact;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a recording beside a live pipeline: each record of containers and their runtimes as it came, and each container
 * once it is known. What else the node does is nobody's business and left out.
 *
 * <p>Owned by the pipeline's thread, which must have ended before {@link #close}. A failure to write ends the recording,
 * not the pipeline.
 */
public final class RecordingWriter implements RecordTap, Watch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWriter.class);

    /** Names of the processes by which containers begin; good enough to choose by, and nothing else rests on it. */
    private static final List<String> RUNTIMES = List.of("containerd", "runc", "crun", "conmon", "exe");

    private final DataOutputStream out;
    private final ContainerRegistry containers;
    private final Set<Long> written = new HashSet<>();
    private final long beganNanos = System.nanoTime();
    private final RecordDecoder decoder = new RecordDecoder();
    private final RecordEncoder encoder = new RecordEncoder();
    private boolean failed;

    public RecordingWriter(Path file, Namespaces hostNamespaces, ContainerRegistry containers) throws IOException {
        this.containers = containers;
        out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))));
        out.writeUTF(RecordingFormat.MAGIC);
        out.writeByte(RecordingFormat.HOST_NAMESPACES);
        RecordingFormat.writeNamespaces(out, hostNamespaces);
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        for (ContainerLife life : containers.all()) {
            if (life.known() && life.spec().isPresent() && written.add(life.cgroupId())) {
                write(() -> container(life));
            }
        }
    }

    @Override
    public void onRecord(MemorySegment data, long offset, int length) {
        try {
            KernelRecord record = decoder.decode(data, offset, length);
            if (isOfContainers(record.header())) {
                write(bytes(record, data.asSlice(offset, length)));
            }
        } catch (MalformedRecordException e) {
            LOG.debug("A record is not recorded: {}", e.getMessage());
        }
    }

    /** A program's record holds its environment, and that its secrets: what the decoder keeps of it is written. */
    private byte[] bytes(KernelRecord record, MemorySegment raw) {
        return record instanceof ExecRecord ? encoder.encode(record) : raw.toArray(ValueLayout.JAVA_BYTE);
    }

    private void write(byte[] bytes) {
        write(() -> {
            out.writeByte(RecordingFormat.RECORD);
            out.writeLong(System.nanoTime() - beganNanos);
            out.writeInt(bytes.length);
            out.write(bytes);
        });
    }

    private boolean isOfContainers(RecordHeader header) {
        return containers.of(header.cgroupId()).isPresent() || RUNTIMES.stream().anyMatch(header.comm()::startsWith);
    }

    private void container(ContainerLife life) throws IOException {
        out.writeByte(RecordingFormat.CONTAINER);
        out.writeLong(life.cgroupId());
        RecordingFormat.writeContainer(out, life.container());
        RecordingFormat.writeIsolation(out, life.spec().orElseThrow());
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
        out.writeByte(RecordingFormat.END);
        out.close();
    }
}
