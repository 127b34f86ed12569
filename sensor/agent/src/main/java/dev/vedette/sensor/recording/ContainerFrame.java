package dev.vedette.sensor.recording;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.NamespaceKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A container in a recording. */
final class ContainerFrame {
    private ContainerFrame() {}

    static void write(DataOutput out, Container container) throws IOException {
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
        RecordingFormat.writeKinds(out, container.grantedHostNamespaces());
        out.writeLong(container.startedEpochNanos());
        out.writeUTF(container.pod().ownerKind());
        out.writeUTF(container.role().name());
        writeSecurity(out, container.security());
    }

    private static void writeSecurity(DataOutput out, Container.Security security) throws IOException {
        out.writeBoolean(security.privileged());
        out.writeLong(security.uid());
        out.writeLong(security.capabilities().bits());
        out.writeInt(security.seccompMode());
        out.writeBoolean(security.noNewPrivileges());
        out.writeBoolean(security.readOnlyRoot());
        out.writeUTF(security.label());
    }

    /** @param whole whether it has all that {@link #write} writes */
    static Container read(DataInput in, boolean whole) throws IOException {
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
        for (int left = RecordingFormat.readCount(in); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        Set<NamespaceKind> granted = RecordingFormat.readKinds(in);
        long started = in.readLong();
        String ownerKind = whole ? in.readUTF() : "";
        Container.Role role = whole ? role(in.readUTF()) : Container.Role.UNKNOWN;
        Container.Security security = whole ? readSecurity(in) : Container.Security.UNKNOWN;
        return new Container(
                id,
                name,
                image,
                digest,
                runtime,
                new Container.Pod(namespace, podName, podUid, workload, labels, ownerKind),
                granted,
                started,
                Container.Identity.KNOWN,
                role,
                security);
    }

    private static Container.Role role(String name) throws IOException {
        try {
            return Container.Role.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("a container with the role " + name, e);
        }
    }

    private static Container.Security readSecurity(DataInput in) throws IOException {
        return new Container.Security(
                in.readBoolean(),
                in.readLong(),
                new CapabilitySet(in.readLong()),
                in.readInt(),
                in.readBoolean(),
                in.readBoolean(),
                in.readUTF());
    }
}
