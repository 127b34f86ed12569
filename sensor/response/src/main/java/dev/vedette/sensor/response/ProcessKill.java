package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
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
    /** A process that a freezer or the kernel holds does not end; all others do as soon as they get to run. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final Duration ROUNDS = Duration.ofSeconds(2);
    /** USER_HZ is 100 on every architecture that Kubernetes knows; proc(5) gives start times in it. */
    static final long NANOS_PER_TICK = 10_000_000;

    private static final Path PROC = Path.of("/proc");

    private final CLibrary libc;
    private final Descent descent;
    private final Duration rounds;
    private final int most;

    ProcessKill(CLibrary libc, Descent descent) {
        this(libc, descent, ROUNDS, ProcessTree.MAX_PROCESSES);
    }

    /**
     * @param rounds how long others are looked for once the first have been killed
     * @param most how many processes are killed at most
     */
    ProcessKill(CLibrary libc, Descent descent, Duration rounds, int most) {
        this.libc = libc;
        this.descent = descent;
        this.rounds = rounds;
        this.most = most;
    }

    /**
     * Ends it and all that it has started, while what is within reach stands still; also when it has ended itself.
     *
     * @param before given those that will be killed, while they stand still
     */
    Effect kill(ProcessId process, KillReach reach, Consumer<List<Integer>> before) {
        Offspring offspring = new Offspring(process, descent, reach);
        try (ProcessTree tree = new ProcessTree(libc, reach, offspring, most)) {
            Optional<ProcessStat> now = root(process, tree);
            End end = end(tree, reach, before);
            return shortcoming(process, reach, offspring, end).orElseGet(() -> ended(process, now, end.killed()));
        } catch (IOException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }

    /**
     * How a kill has ended.
     *
     * @param left those that have the signal and still exist
     * @param more whether the last look found others, which were killed and may have started more
     * @param full whether there were more than can be killed one by one
     */
    private record End(int killed, List<Integer> left, boolean more, boolean full) {}

    /** What keeps the kill from being called one that has had its effect. */
    private Optional<Effect> shortcoming(ProcessId process, KillReach reach, Offspring offspring, End end)
            throws IOException {
        if (end.full()) {
            return Optional.of(without("process " + process.pid() + " has started more than " + most
                    + " processes, of which as many were killed: stop or pause the container"));
        }
        if (!end.left().isEmpty()) {
            return Optional.of(leftOver(process, end.left()));
        }
        if (end.more()) {
            return Optional.of(without("of process " + process.pid() + " and what it had started " + end.killed()
                    + " have been killed, but to the end others were found: stop or pause the container"));
        }
        List<Integer> escaped = reach.tellsEscapes() ? offspring.outOfScope() : List.of();
        if (!escaped.isEmpty()) {
            return Optional.of(gotAway(process, escaped));
        }
        return offspring.guarded().isEmpty()
                ? Optional.empty()
                : Optional.of(without("process " + process.pid() + " and what it had started have ended, but "
                        + offspring.guarded() + ", which it had started too, must not be killed and were left alone"));
    }

    private static Effect ended(ProcessId process, Optional<ProcessStat> now, int killed) {
        if (now.isPresent() && isSame(now.get(), process)) {
            return ended("process " + process.pid() + " has ended", killed - 1);
        }
        if (killed > 0) {
            return ended("process " + process.pid() + " had ended already", killed);
        }
        return now.isPresent()
                ? another(process)
                : Effect.verified(
                        HOW,
                        "process " + process.pid()
                                + " had ended already, and nothing that it may have started is known to live");
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
            tree.hold(now.get(), root);
        } else {
            root.close();
        }
        return now;
    }

    private static boolean isSame(ProcessStat now, ProcessId process) {
        return now.startTicks() == process.startBootNanos() / NANOS_PER_TICK;
    }

    /**
     * Again and again until a look after all have ended finds no other. The time for that begins after the first round:
     * keeping evidence has its own. Whoever the last look finds is killed too, so that nobody stays behind stopped.
     */
    private End end(ProcessTree tree, KillReach reach, Consumer<List<Integer>> before) throws IOException {
        AtomicBoolean seen = new AtomicBoolean();
        List<Integer> left = round(tree, reach, before, seen);
        long lastRound = System.nanoTime() + rounds.toNanos();
        boolean more = tree.grows();
        while (more && System.nanoTime() < lastRound) {
            left = round(tree, reach, before, seen);
            more = tree.grows();
        }
        if (more) {
            tree.kill();
            left = awaitEnds(tree);
            more = tree.grows();
            tree.kill();
        }
        return new End(tree.pids().size(), left, more, tree.isFull());
    }

    private static List<Integer> round(
            ProcessTree tree, KillReach reach, Consumer<List<Integer>> before, AtomicBoolean seen) throws IOException {
        reach.standstill().during(still -> {
            tree.gather(still);
            if (!tree.pids().isEmpty() && seen.compareAndSet(false, true)) {
                before.accept(tree.pids());
            }
            tree.kill();
        });
        return awaitEnds(tree);
    }

    private static List<Integer> awaitEnds(ProcessTree tree) throws IOException {
        return tree.awaitEnds(System.nanoTime() + BOUND.toNanos());
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

    /** Whether the very process lives, and elsewhere than in the container. */
    boolean livesElsewhere(ProcessId process, Container container) {
        boolean lives = ProcessStat.of(process.pid())
                .filter(now -> isSame(now, process) && !now.hasEnded())
                .isPresent();
        return lives && !(container.onHost() ? belongsToHost(process) : belongsTo(process, container.id()));
    }

    private static Effect ended(String how, int others) {
        String also = others == 0
                ? ""
                : others == 1
                        ? ", and one that it had started has ended"
                        : ", and " + others + " that it had started have ended";
        return Effect.verified(HOW, how + also);
    }

    private static Effect without(String detail) {
        return Effect.withoutEffect(HOW, detail);
    }

    private static Effect gotAway(ProcessId process, List<Integer> escaped) {
        return without("process " + process.pid() + " and what it had started in the container have ended, but "
                + escaped + ", which it had started too, have left the container's control group and were left alone");
    }

    private static Effect leftOver(ProcessId process, List<Integer> left) {
        return without("process " + process.pid() + " and what it had started have their kill signal, but " + left
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
