package dev.vedette.sensor.recording;

import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The layout of a recording: gzip around a magic and frames.
 *
 * <p>A frame is a kind byte and its content. Records are kept as the kernel writes them, so that playing one back
 * exercises everything from decoding on; only a program's environment is cut to what the sensor looks at. The number in
 * the magic changes with the layout of the kernel's records.
 */
final class RecordingFormat {
    static final String MAGIC = "VEDETTE-RECORDING-4";
    /** It does not say where and when it was taken; all else is the same. */
    static final String MAGIC_WITHOUT_ORIGIN = "VEDETTE-RECORDING-3";
    /** Its containers lack what was added to those of the later ones, too. */
    static final String MAGIC_WITHOUT_SPECIFICATION = "VEDETTE-RECORDING-2";

    static final byte HOST_NAMESPACES = 1;
    static final byte CONTAINER = 2;
    static final byte RECORD = 3;
    static final byte END = 4;
    /** How a process shows its container to be kept apart, before the record that it was looked at for. */
    static final byte ISOLATION = 5;

    /** Larger than any record the probes write. */
    static final int MAX_RECORD_BYTES = 16 * 1024;

    private static final int MAX_ITEMS = 4_096;

    private RecordingFormat() {}

    static void writeNamespaces(DataOutput out, Namespaces namespaces) throws IOException {
        for (NamespaceKind kind : NamespaceKind.values()) {
            out.writeLong(namespaces.of(kind));
        }
    }

    static Namespaces readNamespaces(DataInput in) throws IOException {
        return new Namespaces(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    static void writeKinds(DataOutput out, Set<NamespaceKind> kinds) throws IOException {
        long flags = 0;
        for (NamespaceKind kind : kinds) {
            flags |= kind.cloneFlag();
        }
        out.writeLong(flags);
    }

    static Set<NamespaceKind> readKinds(DataInput in) throws IOException {
        Set<NamespaceKind> kinds = EnumSet.noneOf(NamespaceKind.class);
        kinds.addAll(NamespaceKind.fromCloneFlags(in.readLong()));
        return kinds;
    }

    static int readCount(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("a list of " + count + " items");
        }
        return count;
    }
}
