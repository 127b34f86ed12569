package dev.vedette.sensor.recording;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a container is kept apart, in a recording. */
final class IsolationFrame {
    private IsolationFrame() {}

    static void write(DataOutput out, Isolation isolation) throws IOException {
        out.writeBoolean(isolation.privileged());
        RecordingFormat.writeKinds(out, isolation.hostNamespaces());
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
        writeDetail(out, isolation.detail());
    }

    private static void writeDetail(DataOutput out, IsolationDetail detail) throws IOException {
        out.writeBoolean(detail.known());
        out.writeLong(detail.inheritable().bits());
        out.writeLong(detail.ambient().bits());
        writeTexts(out, detail.hiddenPaths());
        writeTexts(out, detail.readOnlyPaths());
        out.writeInt(detail.misleadingMounts().size());
        for (Map.Entry<String, String> mount : detail.misleadingMounts().entrySet()) {
            out.writeUTF(mount.getKey());
            out.writeUTF(mount.getValue());
        }
        writeTexts(out, detail.devices());
        out.writeBoolean(detail.anyDevice());
        writeTexts(out, detail.deviceAccess());
    }

    /** @param whole whether it has all that {@link #write} writes */
    static Isolation read(DataInput in, boolean whole) throws IOException {
        boolean privileged = in.readBoolean();
        Set<NamespaceKind> hostNamespaces = RecordingFormat.readKinds(in);
        CapabilitySet capabilities = new CapabilitySet(in.readLong());
        int seccompMode = in.readInt();
        boolean noNewPrivileges = in.readBoolean();
        boolean readOnlyRoot = in.readBoolean();
        long uid = in.readLong();
        List<HostMount> mounts = new ArrayList<>();
        for (int left = RecordingFormat.readCount(in); left > 0; left--) {
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
                in.readUTF(),
                whole ? readDetail(in) : IsolationDetail.UNKNOWN);
    }

    private static IsolationDetail readDetail(DataInput in) throws IOException {
        boolean known = in.readBoolean();
        CapabilitySet inheritable = new CapabilitySet(in.readLong());
        CapabilitySet ambient = new CapabilitySet(in.readLong());
        Set<String> hidden = readTexts(in);
        Set<String> readOnly = readTexts(in);
        Map<String, String> misleading = new HashMap<>();
        for (int left = RecordingFormat.readCount(in); left > 0; left--) {
            misleading.put(in.readUTF(), in.readUTF());
        }
        return new IsolationDetail(
                known,
                inheritable,
                ambient,
                hidden,
                readOnly,
                misleading,
                readTexts(in),
                in.readBoolean(),
                readTexts(in));
    }

    private static void writeTexts(DataOutput out, Set<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static Set<String> readTexts(DataInput in) throws IOException {
        Set<String> texts = new HashSet<>();
        for (int left = RecordingFormat.readCount(in); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
