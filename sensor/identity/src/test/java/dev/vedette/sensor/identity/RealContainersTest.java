package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Identity of real containers of a real containerd, by what the real kernel reports. */
@RequiresContainers
class RealContainersTest extends OwnContainerd {
    private static final int STARTS = 20;

    @Test
    void twentyStartsInASecondHaveTheRightIdentityFromTheFirstProgramOn() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd
                        .pods()
                        .pod("shop", "shop-7f9c-bcdfg")
                        .label("pod-template-hash", "7f9c")
                        .run()) {
            Map<String, RunningContainer> byMarker = new HashMap<>();
            for (int i = 0; i < STARTS; i++) {
                String marker = "marker-%d-of-many".formatted(i);
                byMarker.put(
                        marker,
                        pod.container("web-" + i)
                                .command("sh", "-c", "sleep 1000; echo " + marker)
                                .create());
            }
            List<Thread> starts = byMarker.values().stream()
                    .map(container -> Thread.ofVirtual().start(container::start))
                    .toList();
            for (Thread start : starts) {
                start.join();
            }
            for (RunningContainer container : byMarker.values()) {
                await(() -> sensor.sees(fact -> fact instanceof ProcessExecuted exec
                        && exec.container().id().equals(container.id())
                        && exec.arguments().equals(List.of("sleep", "1000"))));
            }

            byMarker.forEach((marker, container) -> {
                ProcessExecuted first = sensor.all(ProcessExecuted.class)
                        .filter(exec -> exec.container().id().equals(container.id()))
                        .filter(ProcessExecuted::inRunningContainer)
                        .findFirst()
                        .orElseThrow();
                assertThat(first.arguments().getLast()).endsWith(marker);
                assertThat(first.session()).isEqualTo(Session.MAIN);
                assertThat(sensor.programs(marker)).allSatisfy(exec -> {
                    assertThat(exec.container().identity()).isEqualTo(Container.Identity.KNOWN);
                    assertThat(exec.container().id()).isEqualTo(container.id());
                    assertThat(exec.container().name()).isEqualTo(container.name());
                    assertThat(exec.container().pod().workload()).isEqualTo("shop");
                    assertThat(exec.context().escapedNamespaces()).isEmpty();
                });
            });
        }
    }

    @Test
    void runtimesOwnWorkIsSetupAndWhatIsPutInIsASession() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "exec-1").run()) {
            RunningContainer container =
                    pod.container("web").command("sleep", "1000").run();
            container.exec("sh", "-c", "true; exec /bin/ls /put-in");
            await(() -> !sensor.programs("/put-in").isEmpty()
                    && sensor.programs("/put-in")
                            .getLast()
                            .arguments()
                            .getFirst()
                            .endsWith("ls"));

            ProcessExecuted put = sensor.programs("/put-in").getLast();
            assertThat(put.container().id()).isEqualTo(container.id());
            assertThat(put.phase()).isEqualTo(LifePhase.RUNNING);
            assertThat(put.session()).isEqualTo(Session.EXEC);
            assertThat(put.process().ancestors())
                    .anyMatch(p -> p.executable().name().contains("containerd-shim"));
            assertThat(sensor.all(ProcessExecuted.class)
                            .filter(exec -> exec.container().id().equals(container.id()))
                            .filter(exec -> exec.executable().name().contains("runc")
                                    || exec.executable().isMemoryOnly()))
                    .allMatch(exec -> exec.phase() == LifePhase.SETUP);
        }
    }

    @Test
    void kernelShowsWhatTheRuntimeWasAskedFor() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd
                        .pods()
                        .pod("kube-system", "agent-1")
                        .hostNetwork()
                        .hostPid()
                        .privileged()
                        .run()) {
            RunningContainer plain = pod.container("plain")
                    .command("sleep", "1000")
                    .addCapability("NET_ADMIN")
                    .mount(Path.of("/etc"), "/innocent", true)
                    .run();
            RunningContainer strong = pod.container("strong")
                    .command("sleep", "1000")
                    .privileged()
                    .run();
            await(() ->
                    sensor.sees(fact -> isKernelView(fact, plain)) && sensor.sees(fact -> isKernelView(fact, strong)));

            IsolationObserved seen = kernelView(sensor, plain);
            assertThat(seen.isolation().privileged()).isFalse();
            assertThat(seen.isolation().addedCapabilities().names()).containsExactly(Capability.NET_ADMIN.name());
            assertThat(seen.isolation().hostNamespaces())
                    .contains(NamespaceKind.NETWORK, NamespaceKind.PID)
                    .doesNotContain(NamespaceKind.MOUNT);
            assertThat(seen.isolation().hostMounts())
                    .containsExactly(new HostMount("/etc", "/etc", "/innocent", true, false));
            assertThat(seen.runtimeSpec().hostMounts())
                    .isEqualTo(seen.isolation().hostMounts());
            assertThat(seen.runtimeSpec().capabilities())
                    .isEqualTo(seen.isolation().capabilities());
            assertThat(seen.runtimeSpec().hostNamespaces())
                    .isEqualTo(seen.isolation().hostNamespaces());

            assertThat(kernelView(sensor, strong).isolation().privileged()).isTrue();
            assertThat(kernelView(sensor, strong).runtimeSpec().privileged()).isTrue();
        }
    }

    @Test
    void ordinaryContainerHasNothingOfTheNode() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "plain-1").run()) {
            RunningContainer plain = pod.container("plain")
                    .command("sleep", "1000")
                    .runtimeSeccomp()
                    .run();
            await(() -> sensor.sees(fact -> isKernelView(fact, plain)));

            IsolationObserved seen = kernelView(sensor, plain);
            assertThat(seen.isolation().hostMounts()).isEmpty();
            assertThat(seen.runtimeSpec().hostMounts()).isEmpty();
            assertThat(seen.isolation().addedCapabilities().isEmpty()).isTrue();
            assertThat(seen.isolation().seccompMode()).isEqualTo(2);
            assertThat(seen.isolation().hostNamespaces())
                    .isEqualTo(seen.runtimeSpec().hostNamespaces());
            assertThat(sensor.all(IsolationObserved.class))
                    .noneMatch(one -> one.container().id().equals(pod.id()));
        }
    }

    @Test
    void containerThatHidesInGroupsOfItsOwnMakingOrTheNodesIsStillItself() throws Exception {
        String imitated = "fedcba98".repeat(8);
        String hide = """
                mkdir /cg && mount -t cgroup2 none /cg && cd /cg
                mkdir -p vedette-hides/%1$s
                echo $$ > vedette-hides/%1$s/cgroup.procs && /bin/ls /as-another
                echo $$ > cgroup.procs && /bin/ls /as-the-node
                unshare -m /bin/ls /unshared
                rmdir vedette-hides/%1$s vedette-hides; cd /; umount /cg
                """.formatted(imitated);
        try (LiveSensor sensor = sensor();
                RunningPod pod =
                        containerd.pods().pod("shop", "hides-1").privileged().run()) {
            RunningContainer container =
                    pod.container("web").privileged().command("sleep", "1000").run();
            assertThat(container.exec("sh", "-c", hide).exitCode()).isZero();
            await(() -> List.of("/as-another", "/as-the-node", "/unshared").stream()
                    .allMatch(marker -> sensor.programs(marker).stream()
                            .anyMatch(exec -> exec.arguments().getFirst().equals("/bin/ls"))));

            assertThat(sensor.all(ProcessExecuted.class)
                            .filter(exec -> exec.arguments().getFirst().equals("/bin/ls")))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .filteredOn(exec -> exec.arguments().getLast().matches("/as-.*|/unshared"))
                    .hasSize(3)
                    .allMatch(exec -> exec.container().id().equals(container.id()))
                    .allMatch(exec -> exec.phase() == LifePhase.RUNNING);
            assertThat(sensor.all(CgroupChanged.class)
                            .filter(change -> change.path().endsWith(imitated))
                            .filter(change -> change.operation() == CgroupChanged.Operation.MADE))
                    .isNotEmpty()
                    .allMatch(change -> change.owner().id().equals(container.id()));
        }
        assertThat(Path.of("/sys/fs/cgroup/unified/vedette-hides")).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/vedette-hides")).doesNotExist();
    }

    @Test
    void sensorThatStartsLateKnowsWhatWasThereBefore() throws Exception {
        try (RunningPod pod = containerd.pods().pod("shop", "early-1").run()) {
            RunningContainer early = pod.container("web")
                    .command("sh", "-c", "while true; do sleep 0.2; /bin/ls /from-before; done")
                    .run();
            try (LiveSensor sensor = sensor()) {
                await(() -> sensor.programs("/from-before").stream()
                        .anyMatch(exec -> exec.arguments().getFirst().endsWith("ls")));

                assertThat(sensor.programs("/from-before")).allSatisfy(exec -> {
                    assertThat(exec.container().id()).isEqualTo(early.id());
                    assertThat(exec.container().identity()).isEqualTo(Container.Identity.KNOWN);
                    assertThat(exec.phase()).isEqualTo(LifePhase.RUNNING);
                    assertThat(exec.session()).isEqualTo(Session.MAIN);
                    assertThat(exec.process().parent().arguments()).startsWith("sh", "-c");
                });
            }
        }
    }

    @Test
    void runtimeThatIsKilledAndStartedAgainIsHeardAgain() throws Exception {
        try (LiveSensor sensor = sensor()) {
            // It outlives the runtime's end; the client that it was made with does not, so it is left to the clean-up.
            RunningContainer before = containerd
                    .pods()
                    .pod("shop", "before-1")
                    .run()
                    .container("web")
                    .command("sh", "-c", "while true; do sleep 0.2; /bin/ls /all-along; done")
                    .run();
            await(() -> sensor.sees(fact -> isKernelView(fact, before)));
            containerd.kill();
            await(() -> !sensor.watch().synced());
            int seen = sensor.programs("/all-along").size();
            await(() -> sensor.programs("/all-along").size() > seen);
            containerd.startAgain();
            await(sensor.watch()::synced);

            try (RunningPod pod = containerd.pods().pod("shop", "after-1").run()) {
                RunningContainer after =
                        pod.container("web").command("sleep", "1000").run();
                await(() -> sensor.sees(fact -> isKernelView(fact, after)));
                assertThat(kernelView(sensor, after).container().pod().name()).isEqualTo("after-1");
            }
            assertThat(sensor.programs("/all-along"))
                    .allMatch(exec -> exec.container().id().equals(before.id()))
                    .allMatch(exec -> exec.container().identity() == Container.Identity.KNOWN);
        }
    }

    private static boolean isKernelView(Object fact, RunningContainer container) {
        return fact instanceof IsolationObserved seen
                && seen.source() == Source.KERNEL
                && seen.container().id().equals(container.id());
    }

    private static IsolationObserved kernelView(LiveSensor sensor, RunningContainer container) {
        List<IsolationObserved> views = new ArrayList<>(sensor.all(IsolationObserved.class)
                .filter(fact -> isKernelView(fact, container))
                .toList());
        assertThat(views).hasSize(1);
        return views.getFirst();
    }
}
