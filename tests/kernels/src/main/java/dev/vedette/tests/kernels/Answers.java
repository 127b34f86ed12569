package dev.vedette.tests.kernels;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import dev.vedette.probes.GroupHierarchy;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.Rung;
import dev.vedette.sensor.denial.ContainerDenials;
import dev.vedette.sensor.denial.InsideProcess;
import dev.vedette.sensor.denial.OrderedDenials;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.ProcNode;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.sensor.response.ContainerGroup;
import dev.vedette.sensor.response.Responder;
import dev.vedette.sensor.response.ResponseSettings;
import dev.vedette.sensor.response.SensorSelf;
import dev.vedette.sensor.response.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers of the product to findings, from the responder down to the kernel: has refused to one container what a finding
 * is about, with another one beside it that must not notice; then the steps that are control groups' matter.
 */
final class Answers {
    private final Report report;
    private final KernelProbes probes;
    private final Rung highest;

    Answers(Report report, KernelProbes probes, Rung highest) {
        this.report = report;
        this.probes = probes;
        this.highest = highest;
    }

    /** @param evidence of the finding; where a finding has none that can be denied, the policy says what */
    private record Scenario(String deed, String executable, Map<String, String> evidence, ResponseOptions options) {
        static Scenario policy(String deed, DeniedAction action) {
            return new Scenario(deed, "/bin/deeds", Map.of(), ResponseOptions.NONE.with("deny", action.label()));
        }
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("exec_program", "/bin/nothing", Map.of("file", "/bin/nothing"), ResponseOptions.NONE),
            new Scenario("open_watched", "/bin/deeds", Map.of("file", "/scratch/shadow"), ResponseOptions.NONE),
            new Scenario("mount", "/bin/deeds", Map.of("type", "tmpfs"), ResponseOptions.NONE),
            Scenario.policy("ptrace", DeniedAction.PTRACE),
            Scenario.policy("load_module", DeniedAction.MODULE),
            Scenario.policy("bpf_map", DeniedAction.BPF));

    void play() {
        Path root = Groups.hierarchy().orElseThrow();
        try (GuestContainer container = GuestContainer.begin(root, "a".repeat(64));
                GuestContainer neighbour = GuestContainer.begin(root, "b".repeat(64))) {
            ContainerRegistry containers = new ContainerRegistry(16);
            take(containers, container);
            take(containers, neighbour);
            answer(containers, container, neighbour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it was answered", e);
        }
    }

    /** What the sensor takes from the group's making, from its first program, and from the runtime. */
    private static void take(ContainerRegistry containers, GuestContainer container) throws IOException {
        take(containers, container.id(), "/kubepods/" + container.known().id(), container.known());
    }

    private static void take(ContainerRegistry containers, long id, String path, Container known) {
        ContainerLife life = containers.made(id, 1, path, null, 1).orElseThrow();
        containers.entered(life);
        life.begin(0);
        var unused = containers.learn(id, known, null);
    }

    private void answer(ContainerRegistry containers, GuestContainer container, GuestContainer neighbour)
            throws IOException, InterruptedException {
        withResponder(containers, responder -> {
            for (Scenario scenario : SCENARIOS) {
                deny(responder, scenario, container, neighbour);
            }
            if (highest == Rung.LSM) {
                new Ladder(report, responder, container).climb();
            }
        });
    }

    /** Something that asks for answers. */
    interface Asking {
        void ask(Responder responder) throws IOException, InterruptedException;
    }

    /** Answers for a container of a runtime, which is known by its group of the hierarchy that the sensor goes by. */
    void withResponder(RuncContainer container, Asking asking) throws IOException, InterruptedException {
        ContainerRegistry containers = new ContainerRegistry(16);
        long id = (long) Files.getAttribute(
                container
                        .file(GroupHierarchy.ofNode().controller(), "cgroup.procs")
                        .getParent(),
                "unix:ino");
        take(containers, id, container.path(), container.known());
        withResponder(containers, asking);
    }

    private void withResponder(ContainerRegistry containers, Asking asking) throws IOException, InterruptedException {
        ContainerDenials denials = new ContainerDenials(
                probes.denials(),
                containers,
                new InsideProcess(new ProcNode(), ContainerGroup.ofNode()),
                one -> false,
                seconds -> seconds,
                List.of(),
                () -> {});
        Thread looks = Thread.ofPlatform().daemon().start(() -> lookAgainAndAgain(denials));
        asking.ask(responder(new OrderedDenials(probes, denials, List.of())));
        looks.interrupt();
        looks.join();
    }

    /** As the pipeline does. */
    private static void lookAgainAndAgain(ContainerDenials denials) {
        try {
            while (true) {
                denials.look(System.nanoTime(), fact -> {});
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Responder responder(OrderedDenials denials) {
        ResponseSettings.Rate often = new ResponseSettings.Rate(100, Duration.ofMinutes(1));
        return new Responder(
                "guest",
                List.of(),
                CgroupFreezer.ofNode(),
                new ResponseSettings(Set.of(), often, often, false, Duration.ZERO),
                new SensorSelf(ProcessHandle.current().pid(), Optional.empty()),
                new Surroundings(Optional.empty(), denials, Optional.empty(), container -> List.of()),
                new Metrics(),
                Clock.systemUTC());
    }

    private void deny(Responder responder, Scenario scenario, GuestContainer container, GuestContainer neighbour)
            throws IOException, InterruptedException {
        String deed = "/bin/deeds " + scenario.deed();
        int before = container.run(deed);
        ResponseOutcome denied = responder.respond(finding(scenario, container));
        int during = container.run(deed);
        int beside = neighbour.run(deed);
        boolean stands = responder.lasting().stream().anyMatch(one -> one.id().equals(denied.id()));
        if (stands) {
            responder.undo(denied.id(), "ann");
        }
        report.line(
                "answer",
                Map.of(
                        "highest", highest,
                        "deed", scenario.deed(),
                        "status", denied.status(),
                        "detail", denied.detail(),
                        "before", before,
                        "during", during,
                        "neighbour", beside,
                        "stood", stands,
                        "after", container.run(deed)));
    }

    private Finding finding(Scenario scenario, GuestContainer container) {
        FileObject executable = FileObject.ofPath(scenario.executable());
        ProcessInfo process = new ProcessInfo(
                new ProcessId(1, 1), "deeds", executable, List.of(), Credentials.UNKNOWN, null, null, null, false);
        return new Finding(
                "f-" + highest + scenario.deed(),
                "VDT-3004",
                "title",
                Severity.HIGH,
                List.of(),
                "message",
                "guest",
                container.known(),
                process,
                Place.NONE,
                scenario.evidence(),
                new Verdict(ResponseAction.DENY, true, "guests", "the test wants it", "", scenario.options()),
                Origin.LIVE,
                1,
                2);
    }
}
