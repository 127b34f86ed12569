package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
    static final long NANOS_PER_TICK = 10_000_000;

    private static final Path PROC = Path.of("/proc");

    private final CLibrary libc;
    private final Descent descent;

    ProcessKill(CLibrary libc, Descent descent) {
        this.libc = libc;
        this.descent = descent;
    }

    /**
     * Ends it and all that it has started, while what is within reach stands still; also when it has ended itself.
     *
     * @param before given those that will be killed, while they stand still
     */
    Effect kill(ProcessId process, KillReach reach, Consumer<List<Integer>> before) {
        try (ProcessTree tree = new ProcessTree(libc, reach.inScope(), () -> descent.descendants(process))) {
            Optional<ProcessStat> now = root(process, tree);
            List<Integer> left = end(tree, reach, before);
            int killed = tree.pids().size();
            if (!left.isEmpty()) {
                return leftOver(process, left);
            }
            List<Integer> escaped = reach.tellsEscapes() ? tree.outOfScope() : List.of();
            if (!escaped.isEmpty()) {
                return gotAway(process, escaped);
            }
            boolean itself = now.isPresent() && isSame(now.get(), process);
            if (itself) {
                return ended("process " + process.pid() + " has ended", killed - 1);
            }
            return now.isPresent() && killed == 0
                    ? another(process)
                    : ended("process " + process.pid() + " had ended already", killed);
        } catch (IOException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }

    /** Puts it into the tree if it still lives; who has its number now, if anybody. */
    private Optional<ProcessStat> root(ProcessId process, ProcessTree tree) throws IOException {
        PidFd root;
        try {
            root = PidFd.open(libc, process.pid());
        } catch (PidFd.NoSuchProcessException e) {
            return Optional.empty();
        }
        Optional<ProcessStat> now = ProcessStat.of(process.pid());
        if (now.isPresent() && isSame(now.get(), process)) {
            tree.hold(process.pid(), root);
        } else {
            root.close();
        }
        return now;
    }

    private static boolean isSame(ProcessStat now, ProcessId process) {
        return now.startTicks() == process.startBootNanos() / NANOS_PER_TICK;
    }

    /** Again and again until none is left; those that still are after the bound. */
    private static List<Integer> end(ProcessTree tree, KillReach reach, Consumer<List<Integer>> before)
            throws IOException {
        long lastRound = System.nanoTime() + BOUND.toNanos();
        AtomicBoolean seen = new AtomicBoolean();
        List<Integer> left;
        do {
            reach.standstill().during(still -> {
                tree.gather(still);
                if (!tree.pids().isEmpty() && seen.compareAndSet(false, true)) {
                    before.accept(tree.pids());
                }
                tree.kill();
            });
            // from here: keeping evidence has its own time
            left = tree.awaitEnds(System.nanoTime() + BOUND.toNanos());
        } while (tree.grows() && System.nanoTime() < lastRound);
        return left;
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

    private static Effect ended(String how, int others) {
        String also = others == 0
                ? ""
                : others == 1
                        ? ", and one that it had started has ended"
                        : ", and " + others + " that it had started have ended";
        return Effect.verified(HOW, how + also);
    }

    private static Effect gotAway(ProcessId process, List<Integer> escaped) {
        return Effect.withoutEffect(
                HOW,
                "process " + process.pid() + " and what it had started in the container have ended, but " + escaped
                        + ", which it had started too, have left the container's control group and were left alone");
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
}
