package dev.vedette.sensor.recording;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layout of a recording: gzip around a magic and frames.
 *
 * <p>A frame is a kind byte and its content. Records are kept as the kernel writes them, so that playing one back
 * exercises everything from decoding on; only a program's environment is cut to what the sensor looks at. The number in
 * the magic changes with the layout of the kernel's records.
 */
final class RecordingFormat {
    static final String MAGIC = "VEDETTE-RECORDING-2";
    static final byte HOST_NAMESPACES = 1;
    static final byte CONTAINER = 2;
    static final byte RECORD = 3;
    static final byte END = 4;

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

    static void writeContainer(DataOutput out, Container container) throws IOException {
        out.writeUTF(container.id());
        out.writeUTF(container.name());
        out.writeUTF(container.image());
        out.writeUTF(container.imageDigest());
        out.writeUTF(container.runtime());
        out.writeUTF(container.pod().namespace());
        out.writeUTF(container.pod().name());
        out.writeUTF(container.pod().uid());
        out.writeUTF(container.pod().workload());
        out.writeInt(container.pod().labels().size());
        for (Map.Entry<String, String> label : container.pod().labels().entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
        writeKinds(out, container.grantedHostNamespaces());
        out.writeLong(container.startedEpochNanos());
    }

    static Container readContainer(DataInput in) throws IOException {
        String id = in.readUTF();
        String name = in.readUTF();
        String image = in.readUTF();
        String digest = in.readUTF();
        String runtime = in.readUTF();
        String namespace = in.readUTF();
        String podName = in.readUTF();
        String podUid = in.readUTF();
        String workload = in.readUTF();
        Map<String, String> labels = new HashMap<>();
        for (int left = readCount(in); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        Container.Pod pod = new Container.Pod(namespace, podName, podUid, workload, labels);
        Set<NamespaceKind> granted = readKinds(in);
        return new Container(id, name, image, digest, runtime, pod, granted, in.readLong(), Container.Identity.KNOWN);
    }

    static void writeIsolation(DataOutput out, Isolation isolation) throws IOException {
        out.writeBoolean(isolation.privileged());
        writeKinds(out, isolation.hostNamespaces());
        out.writeLong(isolation.capabilities().bits());
        out.writeInt(isolation.seccompMode());
        out.writeBoolean(isolation.noNewPrivileges());
        out.writeBoolean(isolation.readOnlyRoot());
        out.writeLong(isolation.uid());
        out.writeInt(isolation.hostMounts().size());
        for (HostMount mount : isolation.hostMounts()) {
            out.writeUTF(mount.source());
            out.writeUTF(mount.declaredSource());
            out.writeUTF(mount.target());
            out.writeBoolean(mount.readOnly());
            out.writeBoolean(mount.propagates());
        }
        out.writeUTF(isolation.securityLabel());
    }

    static Isolation readIsolation(DataInput in) throws IOException {
        boolean privileged = in.readBoolean();
        Set<NamespaceKind> hostNamespaces = readKinds(in);
        CapabilitySet capabilities = new CapabilitySet(in.readLong());
        int seccompMode = in.readInt();
        boolean noNewPrivileges = in.readBoolean();
        boolean readOnlyRoot = in.readBoolean();
        long uid = in.readLong();
        List<HostMount> mounts = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            mounts.add(new HostMount(in.readUTF(), in.readUTF(), in.readUTF(), in.readBoolean(), in.readBoolean()));
        }
        return new Isolation(
                privileged,
                hostNamespaces,
                capabilities,
                seccompMode,
                noNewPrivileges,
                readOnlyRoot,
                uid,
                mounts,
                in.readUTF());
    }

    private static void writeKinds(DataOutput out, Set<NamespaceKind> kinds) throws IOException {
        long flags = 0;
        for (NamespaceKind kind : kinds) {
            flags |= kind.cloneFlag();
        }
        out.writeLong(flags);
    }

    private static Set<NamespaceKind> readKinds(DataInput in) throws IOException {
        Set<NamespaceKind> kinds = EnumSet.noneOf(NamespaceKind.class);
        kinds.addAll(NamespaceKind.fromCloneFlags(in.readLong()));
        return kinds;
    }

    private static int readCount(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("a list of " + count + " items");
        }
        return count;
    }
}
