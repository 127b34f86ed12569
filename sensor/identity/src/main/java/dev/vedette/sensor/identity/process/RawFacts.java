package dev.vedette.sensor.identity.process;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProgramStart;
import dev.vedette.policy.model.Stdio;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.RawNamespaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the kernel's terms to the model's. */
public final class RawFacts {
    private RawFacts() {}

    public static Credentials credentials(RawCredentials raw) {
        return new Credentials(
                raw.uid(),
                raw.gid(),
                raw.euid(),
                raw.egid(),
                new CapabilitySet(raw.effective()),
                new CapabilitySet(raw.permitted()),
                new CapabilitySet(raw.inheritable()),
                new CapabilitySet(raw.bounding()),
                new CapabilitySet(raw.ambient()),
                raw.seccompMode(),
                raw.noNewPrivileges());
    }

    public static Namespaces namespaces(RawNamespaces raw) {
        return new Namespaces(raw.mount(), raw.pid(), raw.network(), raw.user(), raw.ipc(), raw.uts(), raw.cgroup());
    }

    /** {@link FileObject#NONE} where there is none. */
    public static FileObject file(RawFile raw) {
        if (!raw.known() && raw.path().isEmpty()) {
            return FileObject.NONE;
        }
        return new FileObject(
                raw.path(),
                raw.device(),
                raw.inode(),
                raw.generation(),
                raw.superMagic(),
                raw.links(),
                raw.mode(),
                raw.ownerUid(),
                layer(raw.overlay()),
                pathEnd(raw.pathEnd()),
                raw.mountNamespace());
    }

    private static OverlayLayer layer(int overlay) {
        return switch (overlay & (RawFile.OVERLAY_LOWER | RawFile.OVERLAY_UPPER)) {
            case RawFile.OVERLAY_LOWER -> OverlayLayer.LOWER;
            case RawFile.OVERLAY_UPPER -> OverlayLayer.UPPER;
            case RawFile.OVERLAY_LOWER | RawFile.OVERLAY_UPPER -> OverlayLayer.BOTH;
            default -> OverlayLayer.NONE;
        };
    }

    private static FileObject.PathEnd pathEnd(int end) {
        return switch (end) {
            case RawFile.PATH_ROOT -> FileObject.PathEnd.ROOT;
            case RawFile.PATH_OUTSIDE -> FileObject.PathEnd.OUTSIDE_ROOT;
            case RawFile.PATH_DETACHED -> FileObject.PathEnd.DETACHED;
            case RawFile.PATH_TRUNCATED -> FileObject.PathEnd.TRUNCATED;
            default -> FileObject.PathEnd.UNVERIFIED;
        };
    }

    public static Stdio stdio(ExecRecord exec) {
        return new Stdio(stdio(exec.stdin()), stdio(exec.stdout()), stdio(exec.stderr()));
    }

    public static Stdio.Kind stdio(int kind) {
        return switch (kind) {
            case ExecRecord.STDIO_CLOSED -> Stdio.Kind.CLOSED;
            case ExecRecord.STDIO_FILE -> Stdio.Kind.FILE;
            case ExecRecord.STDIO_NULL -> Stdio.Kind.NULL_DEVICE;
            case ExecRecord.STDIO_TERMINAL -> Stdio.Kind.TERMINAL;
            case ExecRecord.STDIO_PIPE -> Stdio.Kind.PIPE;
            case ExecRecord.STDIO_UNIX_SOCKET -> Stdio.Kind.UNIX_SOCKET;
            case ExecRecord.STDIO_CONNECTED_SOCKET -> Stdio.Kind.CONNECTED_SOCKET;
            case ExecRecord.STDIO_LISTENING_SOCKET -> Stdio.Kind.LISTENING_SOCKET;
            case ExecRecord.STDIO_OTHER -> Stdio.Kind.OTHER;
            default -> Stdio.Kind.UNKNOWN;
        };
    }

    public static ProgramStart start(ExecRecord exec) {
        return new ProgramStart(
                file(exec.script()),
                file(exec.workingDirectory()),
                exec.rootDevice(),
                exec.rootInode(),
                variables(exec.environment()),
                !exec.environmentTruncated(),
                exec.argumentCount(),
                exec.secure(),
                exec.compat(),
                exec.seccompFilters());
    }

    private static Map<String, String> variables(List<String> environment) {
        if (environment.isEmpty()) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            // The loader takes the first of two with the same name (glibc, elf/dl-environ.c), and so do we.
            variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }
}
