package dev.vedette.probes;

import java.util.List;
import java.util.Map;

/** What a program is about, told from the hook its section names. */
final class Concern {
    private static final String OTHER = "other";

    /** The first whose word is part of the hook's last component. */
    private static final List<Map.Entry<String, String>> WORDS = List.of(
            Map.entry("sched_process_", "process"),
            Map.entry("task_newtask", "process"),
            Map.entry("sched_", "contention"),
            Map.entry("cgroup_", "cgroup"),
            Map.entry("fsmount", "mount"),
            Map.entry("fsconfig", "mount"),
            Map.entry("mount", "mount"),
            Map.entry("open", "file"),
            Map.entry("creat", "file"),
            Map.entry("io_uring", "file"),
            Map.entry("setns", "isolation"),
            Map.entry("unshare", "isolation"),
            Map.entry("module", "kernel"),
            Map.entry("bpf", "kernel"),
            Map.entry("inet_", "network"),
            Map.entry("sock", "network"),
            Map.entry("connect", "network"),
            Map.entry("accept", "network"),
            Map.entry("listen", "network"),
            Map.entry("set", "credentials"),
            Map.entry("capset", "credentials"));

    private Concern() {}

    static String ofSection(String section) {
        String hook = section.substring(section.lastIndexOf('/') + 1);
        String call = hook.replaceFirst("^sys_(enter|exit)_", "");
        return WORDS.stream()
                .filter(word -> call.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHER);
    }
}
