package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Ends one process and what it has started, and surely not another that got its number.
 *
 * <p>The descriptor is opened first and the start time compared after: if the number went to a later process in
 * between, that one began too late to be the one that was recorded. Thread-safe.
 */
final class ProcessKill {
    private static final String HOW = "pidfd";
    private static final Duration BOUND = Duration.ofSeconds(2);
    /** USER_HZ is 100 on every architecture that Kubernetes knows; proc(5) gives start times in it. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final Path PROC = Path.of("/proc");

    private final CLibrary libc;

    ProcessKill(CLibrary libc) {
        this.libc = libc;
    }

    /**
     * @param inScope which processes may be touched at all
     * @param before given those that will be killed, while they stand still
     */
    Effect kill(ProcessId process, IntPredicate inScope, Consumer<List<Integer>> before) {
        try (ProcessTree tree = new ProcessTree(libc, inScope)) {
            PidFd root = PidFd.open(libc, process.pid());
            Optional<ProcessStat> now = ProcessStat.of(process.pid());
            if (now.isEmpty() || now.get().startTicks() != process.startBootNanos() / NANOS_PER_TICK) {
                root.close();
                return now.isEmpty() ? gone(process) : another(process);
            }
            tree.hold(process.pid(), root);
            before.accept(tree.pids());
            List<Integer> left = tree.kill(BOUND);
            return left.isEmpty() ? ended(process, tree.pids().size() - 1) : leftOver(process, left);
        } catch (PidFd.NoSuchProcessException e) {
            return gone(process);
        } catch (IOException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }

    /** Which processes would be ended, for people; nothing is done to them. */
    String planned(ProcessId process) {
        return "SIGKILL to process " + process.pid() + " and to what it has started";
    }

    /** Whether the process runs in a cgroup of this container now. */
    boolean belongsTo(ProcessId process, String containerId) {
        return belongsTo(process.pid(), containerId);
    }

    boolean belongsTo(int pid, String containerId) {
        return cgroups(pid).contains(containerId);
    }

    /** Whether the process runs in no container's cgroup now. */
    boolean belongsToHost(ProcessId process) {
        return belongsToHost(process.pid());
    }

    boolean belongsToHost(int pid) {
        return SensorSelf.containerIn(cgroups(pid)).isEmpty();
    }

    /** "" of one that has ended, which it is for the kill to find out. */
    private static String cgroups(int pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/cgroup"));
        } catch (IOException e) {
            return "";
        }
    }

    private static Effect ended(ProcessId process, int others) {
        String also = others == 0
                ? ""
                : others == 1 ? ", and one that it had started" : ", and " + others + " that it had started";
        return Effect.verified(HOW, "process " + process.pid() + " has ended" + also);
    }

    private static Effect leftOver(ProcessId process, List<Integer> left) {
        return Effect.withoutEffect(
                HOW,
                "process " + process.pid() + " and what it had started have their kill signal, but " + left
                        + " still exist after " + BOUND.toSeconds()
                        + " s; they are held by a freezer or by the kernel");
    }

    private static Effect another(ProcessId process) {
        return Effect.failed(
                HOW,
                "process " + process.pid()
                        + " has ended, and its number belongs to another one now, which was left alone");
    }

    private static Effect gone(ProcessId process) {
        return Effect.verified(HOW, "process " + process.pid() + " had ended already");
    }
}
