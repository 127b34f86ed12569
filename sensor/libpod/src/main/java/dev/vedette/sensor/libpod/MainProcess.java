package dev.vedette.sensor.libpod;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds a container's first process. The monitor writes its number into a file, which the user owns; the kernel says
 * whether that process is the monitor's child and lives in a group of the container's name.
 *
 * @param proc where the node's {@code /proc} is mounted
 */
record MainProcess(Path proc, OwnedFiles files) {
    private static final int MAX_NUMBER = 32;

    /** The process, if it lives in a group of its container's name. */
    OptionalLong of(Conmon conmon) {
        OptionalLong pid = anywhere(conmon);
        return pid.isPresent() && groupNames(pid.getAsLong(), conmon.containerId()) ? pid : OptionalLong.empty();
    }

    /** The process, if its container was made without a group. */
    OptionalLong groupless(Conmon conmon) {
        OptionalLong pid = anywhere(conmon);
        return pid.isPresent() && !groupNames(pid.getAsLong(), conmon.containerId()) ? pid : OptionalLong.empty();
    }

    private OptionalLong anywhere(Conmon conmon) {
        if (conmon.pidFile() == null) {
            return OptionalLong.empty();
        }
        Optional<byte[]> written = files.read(conmon.pidFile(), conmon.user(), MAX_NUMBER)
                .or(() -> files.read(inside(conmon), conmon.user(), MAX_NUMBER));
        String number = new String(written.orElse(new byte[0]), StandardCharsets.US_ASCII).strip();
        if (!number.matches("[1-9][0-9]{0,8}")) {
            return OptionalLong.empty();
        }
        long pid = Long.parseLong(number);
        return isChild(pid, conmon.pid()) ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    private Path inside(Conmon conmon) {
        return proc.resolve(conmon.pid() + "/root")
                .resolve(conmon.pidFile().toString().substring(1));
    }

    /** Field 4 of the file is the parent; the name before it, in parentheses, may hold anything (proc_pid_stat(5)). */
    private boolean isChild(long pid, long parent) {
        String stat = Conmons.text(proc.resolve(pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > 1 && fields[1].equals(Long.toString(parent));
    }

    /** One that has ended meanwhile has no groups: then it counts as if it had its own. */
    private boolean groupNames(long pid, String containerId) {
        String groups = Conmons.text(proc.resolve(pid + "/cgroup"));
        return groups.isEmpty() || groups.contains(containerId);
    }
}
