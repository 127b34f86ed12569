package dev.vedette.sensor.recording;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.probes.ring.RingBufferReader;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.RecordSource;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/**
 * A recording, played at the pace it was taken or as fast as it is asked for. What it knows of containers goes the way that a runtime's word would.
 * One thread.
 */
public final class Recording implements RecordSource {
    private final DataInputStream in;
    private final Namespaces hostNamespaces;
    private final RecordingOrigin taken;
    private final RuntimeNews news;
    /** Null where the recording's own time counts. */
    private final EpochClock clock;

    private final Pace pace;
    private final boolean whole;
    private final Map<ProcessId, Isolation> isolations = new ConcurrentHashMap<>();
    private final long beganNanos = System.nanoTime();
    private boolean ended;
    private long dueNanos;
    private byte[] waiting;

    /** When a record is due. */
    public enum Pace {
        AS_TAKEN,
        AT_ONCE
    }

    /**
     * Opens a recording; nothing is played until it is drained.
     *
     * @param clock what time it is for what it says of containers; null for the time when that was written
     *
     * @throws RecordingException if it is none
     */
    public Recording(InputStream recording, Pace pace, RuntimeNews news, EpochClock clock) throws RecordingException {
        this.pace = pace;
        this.news = news;
        this.clock = clock;
        try {
            this.in = new DataInputStream(new GZIPInputStream(recording));
            String magic = in.readUTF();
            boolean latest = magic.equals(RecordingFormat.MAGIC);
            this.whole = latest || magic.equals(RecordingFormat.MAGIC_WITHOUT_ORIGIN);
            boolean known = whole || magic.equals(RecordingFormat.MAGIC_WITHOUT_SPECIFICATION);
            if (!known || in.readByte() != RecordingFormat.HOST_NAMESPACES) {
                throw new IOException("it begins otherwise");
            }
            this.hostNamespaces = RecordingFormat.readNamespaces(in);
            this.taken = latest ? RecordingOrigin.read(in) : RecordingOrigin.UNKNOWN;
        } catch (IOException e) {
            throw new RecordingException(
                    "this is no recording of Vedette (" + e.getMessage()
                            + "): make one with 'vedette sensor --record FILE'",
                    e);
        }
    }

    /**
     * Opens a recording to be played at once, by its own time.
     *
     * @throws RecordingException if it is none
     */
    public static Recording ofItsOwnTime(InputStream recording, RuntimeNews news) throws RecordingException {
        return new Recording(recording, Pace.AT_ONCE, news, null);
    }

    /** Where and when it was taken. */
    public RecordingOrigin taken() {
        return taken;
    }

    /** From a record's time to nanoseconds since 1970, as it was when it was taken. */
    public long epochNanos(long bootNanos) {
        return taken.bootedEpochNanos() + bootNanos;
    }

    /** When its latest record was taken, nanoseconds since 1970; since its begin where that is not known. */
    public long nowNanos() {
        return taken.beganEpochNanos() + dueNanos;
    }

    /** How long after the recording's begin its latest record was taken, in nanoseconds. */
    public long takenNanos() {
        return dueNanos;
    }

    /** The namespaces of the node it was taken on. */
    public Namespaces hostNamespaces() {
        return hostNamespaces;
    }

    /** How a process was seen to be kept apart; empty if it showed nothing new of its container. */
    public Optional<Isolation> isolationOf(ProcessId process) {
        return Optional.ofNullable(isolations.get(process));
    }

    @Override
    public Origin origin() {
        return Origin.RECORDING;
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public int drain(RingBufferReader.Handler handler, int maxRecords) {
        int handed = 0;
        while (handed < maxRecords && isDue()) {
            handler.onRecord(MemorySegment.ofArray(waiting), 0, waiting.length);
            waiting = null;
            handed++;
        }
        return handed;
    }

    @Override
    public void await(Duration timeout) {
        long wait = waiting == null || pace == Pace.AT_ONCE ? 0 : dueNanos - (System.nanoTime() - beganNanos);
        if (wait > 0) {
            LockSupport.parkNanos(this, Math.min(wait, timeout.toNanos()));
        }
    }

    private boolean isDue() {
        while (waiting == null && !ended) {
            readFrame();
        }
        return waiting != null && (pace == Pace.AT_ONCE || dueNanos <= System.nanoTime() - beganNanos);
    }

    private void readFrame() {
        try {
            byte kind = in.readByte();
            switch (kind) {
                case RecordingFormat.CONTAINER -> readContainer();
                case RecordingFormat.ISOLATION ->
                    isolations.put(new ProcessId(in.readInt(), in.readLong()), IsolationFrame.read(in, whole));
                case RecordingFormat.RECORD -> readRecord();
                case RecordingFormat.END -> ended = true;
                default -> throw new IOException("a frame of kind " + kind);
            }
        } catch (IOException e) {
            // A torn end is the end: what came before it was played.
            ended = true;
        } catch (InterruptedException e) {
            ended = true;
            Thread.currentThread().interrupt();
        }
    }

    private void readContainer() throws IOException, InterruptedException {
        long cgroupId = in.readLong();
        Container container = ContainerFrame.read(in, whole);
        boolean specified = !whole || in.readBoolean();
        Isolation isolation = specified ? IsolationFrame.read(in, whole) : null;
        news.tell(
                new RuntimeNews.Known(cgroupId, container, isolation, clock == null ? nowNanos() : clock.epochNanos()));
    }

    private void readRecord() throws IOException {
        dueNanos = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > RecordingFormat.MAX_RECORD_BYTES) {
            throw new IOException("a record of " + length + " bytes");
        }
        waiting = in.readNBytes(length);
    }

    @Override
    public void close() {
        ended = true;
        try {
            in.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
