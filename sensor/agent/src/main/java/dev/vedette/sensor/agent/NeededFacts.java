package dev.vedette.sensor.agent;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.CapabilityUsed;
import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KeyUsed;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.NetworkContention;
import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.SocketActivity;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which facts of the kernel the rules need: a probe costs whatever it watches, so one that no rule needs is not attached.
 * What says who is who (processes, groups, namespaces, credentials) is always needed, and so is a fact that is not in the
 * table. A rule on {@code Event} as such takes what the others make be told.
 */
final class NeededFacts {
    /** By the class of what a rule looks at, the facts it is made of, each named as the programs' names begin. */
    private static final Map<Class<?>, Set<String>> MADE_OF = Map.ofEntries(
            Map.entry(FileOpened.class, Set.of("file_open")),
            Map.entry(FileChanged.class, Set.of("file_change", "file_range")),
            Map.entry(FilesDestroyed.class, Set.of("file_open", "file_change")),
            Map.entry(
                    FileSystemMounted.class,
                    Set.of(
                            "mount",
                            "umount",
                            "pivot_root",
                            "chroot",
                            "move_mount",
                            "fsmount",
                            "fsconfig",
                            "open_tree",
                            "mount_setattr")),
            Map.entry(
                    SocketActivity.class,
                    Set.of(
                            "inet_sock_set_state",
                            "inet_connect",
                            "inet_send",
                            "inet_bind",
                            "connect",
                            "accept",
                            "listen",
                            "bind",
                            "socket",
                            "unix_send")),
            Map.entry(NameResolved.class, Set.of("dns")),
            // Of connections of those who serve, which the others tell.
            Map.entry(
                    CodeFetched.class,
                    Set.of("fetch_begin", "fetch_payload", "inet_sock_set_state", "accept", "listen")),
            Map.entry(KernelModuleLoaded.class, Set.of("module")),
            Map.entry(BpfUsed.class, Set.of("bpf")),
            Map.entry(ProcessAccessed.class, Set.of("process_access", "process_poke", "ptrace")),
            Map.entry(SignalSent.class, Set.of("signal")),
            Map.entry(CapabilityUsed.class, Set.of("capability")),
            Map.entry(KeyUsed.class, Set.of("key")),
            Map.entry(MemoryProtected.class, Set.of("memory")),
            Map.entry(KernelSurfaceReached.class, Set.of("surface", "ring", "module_request")),
            Map.entry(DataTransferred.class, Set.of("transfer", "transfer_memory")),
            Map.entry(OutOfMemoryKilled.class, Set.of("oom_kill")),
            Map.entry(MemoryKill.class, Set.of("oom_kill")),
            Map.entry(MemoryContention.class, Set.of("memory_wait")),
            Map.entry(CpuContention.class, Set.of("sched_switch", "sched_wakeup", "sched_wakeup_new")),
            Map.entry(DiskContention.class, Set.of("block_request", "block_bio")),
            Map.entry(NetworkContention.class, Set.of("packet_wait")));

    private NeededFacts() {}

    /**
     * @param judged the classes that rules look at
     * @param tellable all facts that the programs can tell
     */
    static Set<String> of(Set<Class<?>> judged, Set<String> tellable) {
        Set<String> spared =
                MADE_OF.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(HashSet::new));
        judged.forEach(type -> spared.removeAll(MADE_OF.getOrDefault(type, Set.of())));
        return tellable.stream().filter(fact -> !spared.contains(fact)).collect(Collectors.toUnmodifiableSet());
    }
}
