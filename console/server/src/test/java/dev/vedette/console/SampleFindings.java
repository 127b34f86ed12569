package dev.vedette.console;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Findings for tests. */
public final class SampleFindings {
    /** 2026-01-31T12:00:00Z. */
    public static final long NOON = 1_769_860_800_000_000_000L;

    public static final Container SHOP = new Container(
            "3f9c2a7be1d04c55a6b0c9d8e7f60123456789abcdef0123456789abcdef0123",
            "web",
            "registry.example/shop:1.4",
            "sha256:00",
            "containerd",
            new Container.Pod("shop", "web-7d9f", "uid-1", "web", Map.of("app", "web")),
            Set.of(),
            NOON - 60_000_000_000L,
            Container.Identity.KNOWN);

    private SampleFindings() {}

    public static Finding finding(String id) {
        return finding(id, "VDT-2002", Severity.CRITICAL, NOON);
    }

    public static Finding finding(String id, String rule, Severity severity, long epochNanos) {
        return finding(id, rule, severity, epochNanos, Origin.LIVE);
    }

    public static Finding finding(String id, String rule, Severity severity, long epochNanos, Origin origin) {
        return finding(id, rule, severity, epochNanos, origin, "node-a");
    }

    public static Finding finding(
            String id, String rule, Severity severity, long epochNanos, Origin origin, String node) {
        return new Finding(
                id,
                rule,
                "Core pattern changed",
                severity,
                List.of("T1611"),
                "A container wrote to core_pattern, which runs a program on the node",
                node,
                SHOP,
                process(),
                Place.NONE,
                Map.of("path", "/proc/sys/kernel/core_pattern"),
                new Verdict(ResponseAction.PAUSE, false, "default", "audit mode", ""),
                origin,
                epochNanos,
                epochNanos + 1_200_000);
    }

    public static ResponseOutcome outcome(String findingId) {
        return new ResponseOutcome(
                findingId,
                ResponseAction.PAUSE,
                "node-a",
                SHOP,
                SHOP.id(),
                ResponseOutcome.Status.VERIFIED,
                "containerd tasks",
                "all tasks are frozen",
                "console",
                NOON);
    }

    private static ProcessInfo process() {
        ProcessInfo shell = one(4711, "sh", "/bin/sh", List.of("sh", "-c", "echo"), null);
        return one(4712, "tee", "/usr/bin/tee", List.of("tee", "/proc/sys/kernel/core_pattern"), shell);
    }

    private static ProcessInfo one(int pid, String name, String path, List<String> arguments, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId(pid, 9_007_199_254_740_993L),
                name,
                FileObject.ofPath(path),
                arguments,
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                parent,
                false);
    }
}
