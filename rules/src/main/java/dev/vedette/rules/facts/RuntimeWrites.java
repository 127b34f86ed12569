package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import java.util.regex.Pattern;

/**
 * What runtimes write below {@code /proc} while they prepare a container. Sources: opencontainers/runc, libcontainer
 * (init_linux.go, nsexec.c, apparmor, label); sysctls by namespace: runc's configs/validate, Documentation/admin-guide/sysctl.
 */
public final class RuntimeWrites {
    private static final Pattern OF_A_TASK = Pattern.compile(".*/\\d+(/task/\\d+)?/"
            + "(attr/.+|oom_score_adj|oom_adj|uid_map|gid_map|projid_map|setgroups|loginuid|timens_offsets|comm)");
    private static final Pattern OF_A_NAMESPACE = Pattern.compile(
            ".*/sys/(net/.+|fs/mqueue/.+|user/.+|kernel/(shm.+|msg.+|sem|sem_next_id|domainname|hostname))");

    private static final Pattern ATTRIBUTE = Pattern.compile(".*/\\d+(/task/\\d+)?/attr/.+");
    private static final int PERMISSIONS = 0x1ff;
    private static final int OF_ATTRIBUTES = 0x1b6;

    private RuntimeWrites() {}

    /**
     * Whether a runtime writes this. Where the process was gone before its mounts could be asked, a name may be that of
     * what something else was bound over: attributes are the only files there that everybody may write (fs/proc/base.c,
     * attr_dir_stuff and apparmor_attr_dir_stuff, 0666), so what is called one and is not is something else.
     *
     * @param file of procfs, wherever that is mounted
     */
    public static boolean areOrdinary(FileObject file) {
        boolean calledAttribute = ATTRIBUTE.matcher(file.path()).matches();
        if (calledAttribute && file.mode() != 0 && (file.mode() & PERMISSIONS) != OF_ATTRIBUTES) {
            return false;
        }
        return OF_A_TASK.matcher(file.path()).matches()
                || OF_A_NAMESPACE.matcher(file.path()).matches();
    }
}
