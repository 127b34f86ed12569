package dev.vedette.benchmarks;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Event;
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
    private static final int FIRST_JOB = 1_000;
    private static final Namespaces INSIDE = new Namespaces(11, 12, 13, 14, 15, 16, 17);
    private static final Stdio STDIO = new Stdio(Stdio.Kind.NULL_DEVICE, Stdio.Kind.PIPE, Stdio.Kind.PIPE);
    private static final ProcessInfo INIT =
            process(10, List.of("nginx: master process"), "/usr/sbin/nginx", null, true);
    private static final ProcessInfo WORKER =
            process(11, List.of("nginx: worker process"), "/usr/sbin/nginx", INIT, true);
    private static final ProcessInfo SUPERVISOR =
            process(20, List.of("supervise", "--jobs=4", "/etc/jobs.conf"), "/usr/local/bin/supervise", null, false);

    /** What a supervisor begins by itself again and again, and nobody minds. */
    private static final List<String> JOBS = List.of(
            "/usr/bin/convert",
            "/usr/bin/ffmpeg",
            "/usr/local/bin/report",
            "/usr/bin/pg_dump",
            "/usr/sbin/logrotate",
            "/usr/bin/date",
            "/usr/bin/ls",
            "/opt/shop/bin/resize");

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

    /** As they come from a busy node: of a hundred, 70 opens, 15 connections, 14 programs, and one that is a finding. */
    static List<Event> mixed(int count) {
        List<FileOpened> opens = ordinaryOpens(count);
        List<SocketActivity> connects = ordinaryConnects(count);
        List<ProcessExecuted> execs = ordinaryExecs(count);
        List<FileOpened> writes = corePatternWrites(count);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    // Spread, so that not all of one kind follow each other.
                    int turn = i * 37 % 100;
                    return turn == 0
                            ? writes.get(i)
                            : turn < 15 ? execs.get(i) : turn < 30 ? connects.get(i) : opens.get(i);
                })
                .map(Event.class::cast)
                .toList();
    }

    static List<FileOpened> ordinaryOpens(int count) {
        return opens(count, file("/var/www/index.html", FileSystemMagic.OVERLAY), false);
    }

    static List<FileOpened> corePatternWrites(int count) {
        return opens(count, file("/proc/sys/kernel/core_pattern", FileSystemMagic.PROC), true);
    }

    /** Each by a process of its own, as each start of a program is, with texts of its own. */
    static List<ProcessExecuted> ordinaryExecs(int count) {
        return IntStream.range(0, count).mapToObj(EngineEvents::exec).toList();
    }

    private static ProcessExecuted exec(int moment) {
        String path = new String(JOBS.get(moment % JOBS.size()).toCharArray());
        String name = path.substring(path.lastIndexOf('/') + 1);
        List<String> arguments = List.of(name, "--quality=85", "--size=640x480", "/data/in/" + moment + ".png");
        ProcessInfo process = process(FIRST_JOB + moment, arguments, path, SUPERVISOR, false);
        return new ProcessExecuted(context(moment, process), path, false, SUPERVISOR, ProcessExecuted.Session.MAIN);
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

    private static ProcessInfo process(
            int pid, List<String> arguments, String path, ProcessInfo parent, boolean serving) {
        return new ProcessInfo(
                new ProcessId(pid, pid),
                "task",
                file(path, FileSystemMagic.OVERLAY),
                arguments,
                Credentials.UNKNOWN,
                INSIDE,
                STDIO,
                parent,
                serving);
    }

    private static EventContext context(int moment, ProcessInfo process) {
        return new EventContext(moment, moment, process, CONTAINER, LifePhase.RUNNING, Set.of(), Origin.LIVE, moment);
    }
}
