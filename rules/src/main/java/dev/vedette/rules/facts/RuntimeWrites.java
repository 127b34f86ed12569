package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import java.util.regex.Pattern;

/**
 * What runtimes write below {@code /proc} while they prepare a container. Sources: opencontainers/runc, libcontainer
 * (init_linux.go, nsexec.c, apparmor, label); sysctls by namespace: runc's configs/validate, Documentation/admin-guide/sysctl.
 */
public final class RuntimeWrites {
    private static final Pattern OF_A_TASK = Pattern.compile("/proc/\\d+(/task/\\d+)?/"
            + "(attr/.+|oom_score_adj|oom_adj|uid_map|gid_map|projid_map|setgroups|loginuid|timens_offsets|comm)");
    private static final Pattern OF_A_NAMESPACE = Pattern.compile(
            "/proc/sys/(net/.+|fs/mqueue/.+|user/.+|kernel/(shm.+|msg.+|sem|sem_next_id|domainname|hostname))");

    private RuntimeWrites() {}

    /**
     * Whether a runtime writes this.
     *
     * @param file of procfs, wherever that is mounted
     */
    public static boolean areOrdinary(FileObject file) {
        return OF_A_TASK.matcher(file.path()).matches()
                || OF_A_NAMESPACE.matcher(file.path()).matches();
    }
}
