package dev.vedette.policy.compiler;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens of files in containers. */
final class Opened {
    private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;

    private Opened() {}

    static FileOpened forWriting(String path) {
        return forWriting(path, "team-a", 1_000);
    }

    static FileOpened forWriting(String path, String namespace, long bootNanos) {
        return forWriting(path, namespace, bootNanos, EPOCH_NANOS);
    }

    /** So long after the others. */
    static FileOpened after(Duration time) {
        return forWriting("/a", "team-a", 1_000 + time.toNanos(), EPOCH_NANOS + time.toNanos());
    }

    private static FileOpened forWriting(String path, String namespace, long bootNanos, long epochNanos) {
        ProcessInfo process = new ProcessInfo(
                new ProcessId(42, 7),
                "sh",
                FileObject.ofPath("/bin/sh"),
                List.of("sh"),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
        Container container = new Container(
                "c1",
                "main",
                "registry/app:1",
                "sha256:aa",
                "containerd",
                new Container.Pod(namespace, "app-1", "u", "app", Map.of()),
                Set.<NamespaceKind>of(),
                0,
                Container.Identity.KNOWN);
        EventContext context = new EventContext(
                bootNanos, epochNanos, process, container, LifePhase.RUNNING, Set.of(), Origin.LIVE, 0);
        return new FileOpened(context, FileObject.ofPath(path), false, true, false, path, false, FileRole.ORDINARY);
    }
}
