package dev.vedette.policy.testing;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.Entry;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Stdio;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds where a test says nothing: an ordinary container's web server that does things which succeed. */
final class Standards {
    private static final int REGULAR_EXECUTABLE = 0100755;
    private static final long DISK_OF_IMAGE = 42;
    private static final Set<String> TRUE_UNLESS_SAID = Set.of("succeeded", "granted", "whole");

    private static final Namespaces OF_CONTAINER = new Namespaces(11, 12, 13, 14, 15, 16, 17);
    /** The user namespace is the node's, as it is for most containers. */
    private static final Namespaces OF_NODE = new Namespaces(1, 2, 3, 14, 5, 6, 7);

    static final Credentials ROOT = new Credentials(
            0,
            0,
            0,
            0,
            CapabilitySet.RUNTIME_DEFAULT,
            CapabilitySet.RUNTIME_DEFAULT,
            CapabilitySet.NONE,
            CapabilitySet.RUNTIME_DEFAULT,
            CapabilitySet.NONE,
            2,
            false);

    static final Container CONTAINER = new Container(
            id("shop/web/web"),
            "web",
            "registry.example/web:1",
            "sha256:" + "ab".repeat(32),
            "containerd",
            new Container.Pod("shop", "web-1", "uid-1", "web", Map.of(), "Deployment"),
            Set.of(NamespaceKind.USER),
            0,
            Container.Identity.KNOWN,
            Container.Role.REGULAR,
            new Container.Security(false, 0, CapabilitySet.RUNTIME_DEFAULT, 2, false, false, ""));

    private static final ProcessInfo SHIM = new ProcessInfo(
            new ProcessId(50, 500),
            "containerd-shim",
            FileObject.ofPath("/usr/bin/containerd-shim-runc-v2"),
            List.of("/usr/bin/containerd-shim-runc-v2"),
            ROOT,
            OF_NODE,
            Stdio.UNKNOWN,
            null,
            false);

    static final ProcessInfo PROCESS = new ProcessInfo(
            new ProcessId(100, 1_000),
            "nginx",
            file("/usr/sbin/nginx"),
            List.of("nginx"),
            ROOT,
            OF_CONTAINER,
            new Stdio(Stdio.Kind.NULL_DEVICE, Stdio.Kind.PIPE, Stdio.Kind.PIPE),
            SHIM,
            false);

    private static final Map<Class<?>, Object> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, ""),
            Map.entry(boolean.class, false),
            Map.entry(int.class, 0),
            Map.entry(long.class, 0L),
            Map.entry(double.class, 0.0),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(CapabilitySet.class, CapabilitySet.RUNTIME_DEFAULT),
            Map.entry(Container.class, CONTAINER),
            Map.entry(Credentials.class, ROOT),
            Map.entry(Enforcement.class, Enforcement.NONE),
            Map.entry(Entry.class, Entry.SYSTEM_CALL),
            Map.entry(FileChanged.KnownBy.class, FileChanged.KnownBy.KERNEL),
            Map.entry(FileRole.class, FileRole.ORDINARY),
            Map.entry(FileSystemMounted.Api.class, FileSystemMounted.Api.MOUNT),
            Map.entry(ImageObserved.Signature.class, ImageObserved.Signature.NOT_ASKED),
            Map.entry(LifePhase.class, LifePhase.RUNNING),
            Map.entry(Origin.class, Origin.LIVE),
            Map.entry(ProcessExecuted.Session.class, ProcessExecuted.Session.MAIN),
            Map.entry(
                    SocketActivity.Endpoint.class,
                    new SocketActivity.Endpoint(SocketActivity.Family.INET, "", 0, FileObject.NONE, false)),
            Map.entry(Stdio.Kind.class, Stdio.Kind.UNKNOWN));

    private Standards() {}

    /** A component's value where nobody gives one; null where there is none. */
    static Object of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == boolean.class && TRUE_UNLESS_SAID.contains(component.getName())) {
            return true;
        }
        if (component.getName().equals("before") && type == Container.class) {
            return null;
        }
        return BY_TYPE.containsKey(type) ? BY_TYPE.get(type) : nothing(type);
    }

    /** The constant by which the model's records say that there is nothing, or nothing known. */
    private static Object nothing(Class<?> type) {
        // Where no other process is spoken of there is none, rather than one that is nothing.
        boolean isNamed = type.isRecord() && type != ProcessInfo.class;
        for (String name : isNamed ? List.of("NONE", "UNKNOWN") : List.<String>of()) {
            try {
                return type.getField(name).get(null);
            } catch (NoSuchFieldException e) {
                // It has another one, or none.
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(type + "." + name + " cannot be read", e);
            }
        }
        return null;
    }

    /** An id that goes with a container's name, so that the same name is the same container in all of a test. */
    static String id(String name) {
        return "%08x".formatted(name.hashCode()).repeat(8);
    }

    /** A file as its image brought it; the same path is the same file. One below /proc or /sys is of that file system. */
    static FileObject file(String path) {
        long magic = path.startsWith("/proc/")
                ? FileSystemMagic.PROC
                : path.startsWith("/sys/") ? FileSystemMagic.SYSFS : FileSystemMagic.OVERLAY;
        OverlayLayer layer = magic == FileSystemMagic.OVERLAY ? OverlayLayer.LOWER : OverlayLayer.NONE;
        long inode = 1_000 + Math.abs((long) path.hashCode());
        return new FileObject(
                path,
                DISK_OF_IMAGE,
                inode,
                0,
                magic,
                1,
                REGULAR_EXECUTABLE,
                0,
                layer,
                FileObject.PathEnd.ROOT,
                OF_CONTAINER.mount());
    }
}
