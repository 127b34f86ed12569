package dev.vedette.tests.kernels;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.Rung;
import dev.vedette.probes.deny.Denial;
import dev.vedette.probes.deny.DenyAction;
import dev.vedette.probes.deny.DenyVerdict;
import dev.vedette.probes.deny.Prefix;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does deeds in a control group to which they are denied: once in audit mode, once enforced, once lifted. Each is reported
 * with how it ended and how many records of it were marked.
 */
final class Denied {
    private final Report report;
    private final KernelProbes probes;
    private final Rung highest;
    private final RecordDecoder decoder = new RecordDecoder();
    private int denied;
    private int killed;
    private int audited;

    Denied(Report report, KernelProbes probes, Rung highest) {
        this.report = report;
        this.probes = probes;
        this.highest = highest;
    }

    /** What is denied, and a deed that is an instance of it. */
    private record Scenario(String name, String deed, DenyAction action, Denial enforced, Denial inAudit) {
        static Scenario all(String deed, DenyAction action) {
            return new Scenario(
                    "any " + action,
                    deed,
                    action,
                    new Denial.All(action, new DenyVerdict(true, 0)),
                    new Denial.All(action, new DenyVerdict(false, 0)));
        }

        static Scenario named(String deed, DenyAction action, String name) {
            return new Scenario(
                    action + " of " + name,
                    deed,
                    action,
                    new Denial.OfName(action, name, new DenyVerdict(true, 0)),
                    new Denial.OfName(action, name, new DenyVerdict(false, 0)));
        }

        static Scenario peer(String deed, String peer) {
            Prefix prefix = Prefix.parse(peer).orElseThrow();
            return new Scenario(
                    "connect to " + peer,
                    deed,
                    DenyAction.CONNECT,
                    new Denial.OfPeers(prefix, 0, 65_535, new DenyVerdict(true, 0)),
                    new Denial.OfPeers(prefix, 0, 65_535, new DenyVerdict(false, 0)));
        }
    }

    private static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.named("exec_program", DenyAction.EXEC, "nothing"),
                Scenario.named("exec_program", DenyAction.EXEC, "bin/nothing"),
                Scenario.named("open_watched", DenyAction.OPEN, "shadow"),
                Scenario.named("open_by_symlink", DenyAction.OPEN, "shadow"),
                Scenario.named("open_for_write", DenyAction.WRITE, "text"),
                Scenario.named("truncate", DenyAction.WRITE, "text"),
                Scenario.named("rename", DenyAction.WRITE, "new"),
                Scenario.named("link", DenyAction.WRITE, "text"),
                Scenario.named("chmod", DenyAction.WRITE, "text"),
                Scenario.named("chown", DenyAction.WRITE, "text"),
                Scenario.all("mount", DenyAction.MOUNT),
                Scenario.all("bind_mount", DenyAction.MOUNT),
                Scenario.all("mount_by_descriptors", DenyAction.MOUNT),
                Scenario.peer("tcp", "127.0.0.0/8"),
                Scenario.peer("udp_connect", "127.0.0.0/8"),
                Scenario.peer("udp_send", "127.0.0.0/8"),
                Scenario.all("ptrace", DenyAction.PTRACE),
                Scenario.all("process_vm_readv", DenyAction.PTRACE),
                Scenario.all("load_module", DenyAction.MODULE),
                Scenario.all("load_module_from_memory", DenyAction.MODULE),
                Scenario.all("bpf_map", DenyAction.BPF));
    }

    void doAll() {
        try {
            doEach();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a deed was done", e);
        }
    }

    private void doEach() throws IOException, InterruptedException {
        Optional<Path> root = Groups.hierarchy();
        if (root.isEmpty()) {
            report.line("no-groups", Map.of("why", "no v2 hierarchy of control groups is mounted"));
            return;
        }
        Path group = Files.createTempDirectory(root.get(), "denied");
        long id = (long) Files.getAttribute(group, "unix:ino");
        for (Scenario scenario : scenarios().toList()) {
            report("lifted", scenario, run(group, scenario.deed()));
            probes.denials().put(id, List.of(scenario.inAudit()), true);
            report("audit", scenario, run(group, scenario.deed()));
            probes.denials().put(id, List.of(scenario.enforced()), true);
            report("enforced", scenario, run(group, scenario.deed()));
            probes.denials().lift(id);
        }
    }

    /** A shell goes into the group and has the deed done, since who has a parent outside passes for a runtime. */
    private int run(Path group, String deed) throws IOException, InterruptedException {
        denied = 0;
        killed = 0;
        audited = 0;
        Process process = new ProcessBuilder(
                        "/bin/busybox",
                        "sh",
                        "-c",
                        "echo $$ >" + group + "/cgroup.procs; /bin/deeds " + deed + "; exit $?")
                .redirectErrorStream(true)
                .start();
        var unused = process.getInputStream().readAllBytes();
        int result = process.waitFor();
        probes.records()
                .drain(
                        (segment, offset, length) -> {
                            try {
                                count(decoder.decode(segment, offset, length));
                            } catch (MalformedRecordException e) {
                                report.line("malformed", Map.of("deed", deed, "why", String.valueOf(e.getMessage())));
                            }
                        },
                        Integer.MAX_VALUE);
        return result;
    }

    private void count(KernelRecord record) {
        int flags = record.header().flags();
        denied += (flags & RecordHeader.DENIED) != 0 ? 1 : 0;
        killed += (flags & RecordHeader.KILLED) != 0 ? 1 : 0;
        audited += (flags & RecordHeader.WOULD_DENY) != 0 ? 1 : 0;
    }

    private void report(String mode, Scenario scenario, int result) {
        report.line(
                "denial",
                Map.of(
                        "highest", highest,
                        "mode", mode,
                        "scenario", scenario.name(),
                        "deed", scenario.deed(),
                        "action", scenario.action(),
                        "result", result,
                        "denied", denied,
                        "killed", killed,
                        "audited", audited));
    }
}
