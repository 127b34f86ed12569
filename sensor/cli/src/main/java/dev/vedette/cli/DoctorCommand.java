package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.GroupHierarchy;
import dev.vedette.probes.KernelMemory;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.runtimes.RuntimeClients;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what this node lets the sensor see and do, what is wrong with it, and whether it is well. */
@Command(
        name = "doctor",
        description =
                "Say what this node lets Vedette see and do, what an attacker would find on it, and whether it is well.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all probes attach whose hooks this kernel has, or were not looked at",
            "1:some do not",
            "2:none can, or something could not be done",
            "3:the posture has a finding as bad as --fail-on says"
        },
        footer = {
            "",
            "Examples:",
            "  vedette doctor --look-at posture,health",
            "  vedette doctor --look-at posture --format json --fail-on high",
            "  vedette doctor --update known-vulnerabilities.json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Option(names = "--runtime", paramLabel = "SOCKET", description = "Ask this runtime instead of those found.")
    private List<String> runtimes;

    @Option(names = "--log", description = "Show what libbpf and the kernel's verifier had to say.")
    private boolean log;

    @Mixin
    private NodeOptions node;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (node.update().isPresent()) {
            node.takeRecords(out);
            out.flush();
            return 0;
        }
        int exit = 0;
        if (node.looksAt(NodeOptions.Side.PROBES) && !node.asJson()) {
            node(out);
            exit = probes(out);
            runtimes(out);
            blindSpots(out);
            out.println();
        }
        boolean failed = node.tell(out, runtimes, DoctorCommand::ladder);
        out.flush();
        return failed ? 3 : exit;
    }

    private static void node(PrintWriter out) {
        out.printf("kernel   %s %s%n", System.getProperty("os.version"), System.getProperty("os.arch"));
        out.printf("cgroups  %s%n%n", cgroupLayout());
    }

    private static String cgroupLayout() {
        if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
            return "v2";
        }
        GroupHierarchy hierarchy = GroupHierarchy.ofNode();
        return hierarchy == GroupHierarchy.V2
                ? "hybrid (v1 controllers, identity by the v2 hierarchy)"
                : "v1 (identity by the groups of the " + hierarchy.controller() + " controller)";
    }

    private static void ladder(DoctorJson json) {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            json.noProbes(obstacle.get());
            return;
        }
        try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults())) {
            json.ladder(probes.facts(), probes.probes());
        } catch (ProbesUnavailableException e) {
            json.noProbes(e.getMessage());
        }
    }

    private int probes(PrintWriter out) {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            out.println("probes   none: " + obstacle.get() + "\n");
            return 2;
        }
        try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults())) {
            List<FactStatus> told = probes.facts().stream()
                    .filter(fact -> !DenialTable.isOfDenials(fact.fact()))
                    .toList();
            List<ProbeStatus> telling = probes.probes().stream()
                    .filter(probe -> !DenialTable.isOfDenials(probe.fact()))
                    .toList();
            new LadderTable(told, telling).print(out);
            new DenialTable(probes.facts()).print(out);
            KernelMemory memory = probes.memory();
            out.printf(
                    Locale.ROOT,
                    "memory   %.1f MiB of the kernel's for tables and the ring, %.1f MiB for programs%n%n",
                    memory.mapBytes() / MIB,
                    memory.programBytes() / MIB);
            if (log) {
                probes.log().forEach(out::println);
            }
            return telling.stream().allMatch(p -> !p.missing() || p.hookAbsent()) ? 0 : 1;
        } catch (ProbesUnavailableException e) {
            out.println("probes   none: " + e.getMessage() + "\n");
            return 2;
        }
    }

    private void runtimes(PrintWriter out) {
        List<RuntimeEndpoint> endpoints = Runtimes.named(runtimes);
        if (endpoints.isEmpty()) {
            out.println(
                    "runtimes none found: containers show without their pod and image, name a socket with --runtime");
        }
        for (RuntimeEndpoint endpoint : endpoints) {
            try (ContainerRuntime client = RuntimeClients.of(endpoint)) {
                out.printf("runtime  %s (%s)%n", PrintableText.of(String.valueOf(client.version())), endpoint.socket());
                client.complaints()
                        .forEach(complaint -> out.printf("         it says: %s%n", PrintableText.of(complaint)));
            } catch (ContainerRuntimeException e) {
                out.printf("runtime  %s%n", PrintableText.of(e.getMessage()));
            }
        }
        out.println();
    }

    private static void blindSpots(PrintWriter out) {
        out.println("not seen here:");
        out.println(
                "  - what 32-bit calls do before the first sign that there are any (sensor --compat-calls always sees it)");
        out.println("  - what io_uring moves between files, and which file it opens if it is to keep silent about it");
        out.println("  - an open by a program whose threads share descriptors may show another file (marked raceable)");
        out.println("  - what happens inside gVisor and Kata sandboxes");
    }
}
