package dev.vedette.rules.facts;

import dev.vedette.policy.model.KnownTexts;
import dev.vedette.policy.model.ProcessExecuted;
import java.util.regex.Pattern;

/** Names that the kernel gives to its own threads, which live in no container. Sources: kernel/, mm/, drivers/. */
public final class KernelThreadNames {
    private static final Pattern NAMES =
            Pattern.compile("(kworker/[ue0-9].*|ksoftirqd/[0-9]+|migration/[0-9]+|cpuhp/[0-9]+"
                    + "|idle_inject/[0-9]+|rcu_(sched|preempt|bh|gp|par_gp|tasks.*)|rcuo[bcgps].*|kthreadd|kswapd[0-9]+"
                    + "|kcompactd[0-9]+|khugepaged|ksmd|kdevtmpfs|kauditd|khungtaskd|oom_reaper|kblockd|kintegrityd"
                    + "|kthrotld|jbd2/.+|ext4-rsv-conver|xfsaild/.+|scsi_eh_[0-9]+|scsi_tmf_[0-9]+|irq/[0-9]+-.+"
                    + "|pool_workqueue_.*)");

    private static final KnownTexts<Boolean> LIKE =
            new KnownTexts<>(name -> NAMES.matcher(plain(name)).matches());

    private KernelThreadNames() {}

    /** The name of one, or one written like theirs, by which a program begins: its first argument or its file; "" for none. */
    public static String takenBy(ProcessExecuted event) {
        String called = event.arguments().isEmpty() ? "" : event.arguments().getFirst();
        if (isLike(called) || isBracketed(called)) {
            return called;
        }
        String file = event.executable().name();
        return isLike(file) ? file : "";
    }

    /** Whether a task that is called so can only want to be taken for one of the kernel's. */
    public static boolean isLike(String name) {
        return name.length() > 3 && LIKE.of(name);
    }

    /** Whether it is written as {@code ps} writes tasks without arguments, which the kernel's are. */
    private static boolean isBracketed(String argument) {
        if (argument.indexOf('[') < 0) {
            return false; // nearly all
        }
        String text = argument.strip();
        return text.length() > 3 && text.startsWith("[") && text.endsWith("]") && text.indexOf(' ') < 0;
    }

    /** Without brackets and the blanks around it. */
    private static String plain(String name) {
        String text = name.strip();
        int end = text.endsWith("]") ? text.length() - 1 : text.length();
        return text.substring(text.startsWith("[") ? 1 : 0, Math.max(end, text.startsWith("[") ? 1 : 0))
                .strip();
    }
}
