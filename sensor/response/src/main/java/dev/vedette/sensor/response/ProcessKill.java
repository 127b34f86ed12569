package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Ends one process, and surely not another that got its number.
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
    /** Field 22 of stat; the two before the last parenthesis are not counted in what follows it. */
    private static final int START_TIME = 22 - 3;

    private final PidFdLibrary libc = PidFd.loadLibrary();

    Effect kill(ProcessId process) {
        try (PidFd target = PidFd.open(libc, process.pid())) {
            OptionalLong began = startTicks(process.pid());
            if (began.isEmpty()) {
                return gone(process);
            }
            if (began.getAsLong() != process.startBootNanos() / NANOS_PER_TICK) {
                return Effect.failed(
                        HOW,
                        "process " + process.pid() + " has ended, and its number belongs to another one now, which was"
                                + " left alone");
            }
            target.kill();
            return target.awaitEnd(BOUND)
                    ? Effect.verified(HOW, "process " + process.pid() + " has ended")
                    : Effect.failed(
                            HOW,
                            "process " + process.pid() + " has its kill signal but still exists after "
                                    + BOUND.toSeconds() + " s; it is held by a freezer or by the kernel");
        } catch (PidFd.NoSuchProcessException e) {
            return gone(process);
        } catch (IOException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }

    /** Whether the process runs in a cgroup of this container now. */
    boolean belongsTo(ProcessId process, String containerId) {
        return cgroups(process).contains(containerId);
    }

    /** Whether the process runs in no container's cgroup now. */
    boolean belongsToHost(ProcessId process) {
        return SensorSelf.containerIn(cgroups(process)).isEmpty();
    }

    /** "" of one that has ended, which it is for the kill to find out. */
    private static String cgroups(ProcessId process) {
        try {
            return Files.readString(PROC.resolve(process.pid() + "/cgroup"));
        } catch (IOException e) {
            return "";
        }
    }

    private static Effect gone(ProcessId process) {
        return Effect.verified(HOW, "process " + process.pid() + " had ended already");
    }

    private static OptionalLong startTicks(int pid) throws IOException {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // The name in parentheses may hold spaces and parentheses itself, so the last one counts.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(fields[START_TIME]));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }
}
