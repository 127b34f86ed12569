package dev.vedette.benchmarks;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Stdio;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Events of a web server's container, each from another moment. */
final class EngineEvents {
    private static final int TCP = 6;
    private static final ProcessInfo INIT = process(10, "/usr/sbin/nginx", null);
    private static final ProcessInfo WORKER = process(11, "/usr/sbin/nginx", INIT);
    private static final Container CONTAINER = new Container(
            "c1",
            "web",
            "registry/web:1",
            "",
            "containerd",
            new Container.Pod("shop", "web-1", "u", "web", Map.of("app", "web")),
            Set.of(),
            0,
            Container.Identity.KNOWN);

    private EngineEvents() {}

    static List<FileOpened> ordinaryOpens(int count) {
        return opens(count, file("/var/www/index.html", FileSystemMagic.OVERLAY), false);
    }

    static List<FileOpened> corePatternWrites(int count) {
        return opens(count, file("/proc/sys/kernel/core_pattern", FileSystemMagic.PROC), true);
    }

    static List<ProcessExecuted> ordinaryExecs(int count) {
        ProcessInfo ls = process(12, "/usr/bin/ls", WORKER);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new ProcessExecuted(context(i, ls), "/usr/bin/ls", false, WORKER, ProcessExecuted.Session.MAIN))
                .toList();
    }

    static List<SocketActivity> ordinaryConnects(int count) {
        SocketActivity.Endpoint peer =
                new SocketActivity.Endpoint(SocketActivity.Family.INET, "10.1.2.3", 5432, FileObject.NONE, false);
        return IntStream.range(0, count)
                .mapToObj(i -> new SocketActivity(context(i, WORKER), SocketActivity.Operation.CONNECT, TCP, peer))
                .toList();
    }

    private static List<FileOpened> opens(int count, FileObject file, boolean write) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FileOpened(
                        context(i, WORKER), file, !write, write, false, file.path(), false, FileRole.ORDINARY))
                .toList();
    }

    private static FileObject file(String path, long magic) {
        return new FileObject(path, 1, 2, 0, magic, 1, 0100644, 0, OverlayLayer.LOWER, FileObject.PathEnd.ROOT);
    }

    private static ProcessInfo process(int pid, String path, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId(pid, pid),
                "task",
                file(path, FileSystemMagic.OVERLAY),
                List.of(path),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                parent,
                parent == null);
    }

    private static EventContext context(int moment, ProcessInfo process) {
        return new EventContext(moment, moment, process, CONTAINER, LifePhase.RUNNING, Set.of(), Origin.LIVE, moment);
    }
}
