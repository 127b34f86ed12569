package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.sensor.response.ResponseSettings.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardRailsTest {
    private static final String OWN_CONTAINER = "a".repeat(64);
    private static final SensorSelf SELF = new SensorSelf(4242, Optional.of(OWN_CONTAINER));
    private static final ProcessId PROCESS = new ProcessId(777, 1);
    private static final Container SHOP = Targets.container("c1", "shop");

    private final AtomicLong now = new AtomicLong();

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-node-lease", "vedette"})
    void protectsNamespacesFromPolicyAndPeople(String namespace) {
        GuardRails rails = rails(ResponseSettings.defaults());
        Container container = Targets.container("c1", namespace);

        assertThat(rails.refusal(ResponseAction.PAUSE, container, null, true)).isPresent();
        assertThat(rails.refusal(ResponseAction.PAUSE, container, null, false)).isPresent();
    }

    @Test
    void protectsTheSensorItself() {
        GuardRails rails = rails(ResponseSettings.defaults());

        assertThat(rails.refusal(ResponseAction.STOP, Targets.container(OWN_CONTAINER, "shop"), null, false))
                .hasValueSatisfying(reason -> assertThat(reason).contains("own container"));
        assertThat(rails.refusal(ResponseAction.KILL_PROCESS, SHOP, new ProcessId(4242, 1), false))
                .hasValueSatisfying(reason -> assertThat(reason).contains("sensor itself"));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "0", "-5"})
    void protectsInitAndKernelThreads(int pid) {
        GuardRails rails = rails(withHostProcesses());

        assertThat(rails.refusal(ResponseAction.KILL_PROCESS, Container.HOST, new ProcessId(pid, 1), false))
                .isPresent();
    }

    @Test
    void leavesTheNodesProcessesAloneUnlessAllowed() {
        assertThat(rails(ResponseSettings.defaults())
                        .refusal(ResponseAction.KILL_PROCESS, Container.HOST, PROCESS, true))
                .isPresent();
        assertThat(rails(withHostProcesses()).refusal(ResponseAction.KILL_PROCESS, Container.HOST, PROCESS, true))
                .isEmpty();
    }

    @Test
    void cannotHoldTheNode() {
        assertThat(rails(withHostProcesses()).refusal(ResponseAction.PAUSE, Container.HOST, null, false))
                .isPresent();
    }

    @Test
    void waitsForTheIdentityOfAContainer() {
        assertThat(rails(ResponseSettings.defaults())
                        .refusal(ResponseAction.PAUSE, Container.pending("c9"), null, true))
                .isPresent();
    }

    @Test
    void needsAProcessToKill() {
        assertThat(rails(ResponseSettings.defaults()).refusal(ResponseAction.KILL_PROCESS, SHOP, null, true))
                .isPresent();
    }

    @Test
    void limitsWhatOneWorkloadSees() {
        GuardRails rails = rails(limits(new Rate(10, Duration.ofMinutes(1)), new Rate(2, Duration.ofMinutes(1))));

        assertThat(automatic(rails, SHOP)).isEmpty();
        assertThat(automatic(rails, SHOP)).isEmpty();
        assertThat(automatic(rails, SHOP))
                .hasValueSatisfying(reason -> assertThat(reason).contains("shop/w/main"));
        assertThat(automatic(rails, workload("other"))).isEmpty();

        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(automatic(rails, SHOP)).isEmpty();
        assertThat(automatic(rails, SHOP)).isPresent();
    }

    @Test
    void limitsWhatTheNodeSeesButNotPeopleAndNotLettingGo() {
        GuardRails rails = rails(limits(new Rate(3, Duration.ofMinutes(1)), new Rate(2, Duration.ofMinutes(1))));
        for (String name : new String[] {"a", "b", "c"}) {
            assertThat(automatic(rails, workload(name))).isEmpty();
        }

        assertThat(automatic(rails, workload("d")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("this node"));
        assertThat(rails.refusal(ResponseAction.PAUSE, workload("d"), null, false))
                .isEmpty();
        assertThat(rails.refusal(ResponseAction.RESUME, workload("d"), null, true))
                .isEmpty();
    }

    @Test
    void doesNotChargeForWhatItRefuses() {
        GuardRails rails = rails(limits(new Rate(1, Duration.ofMinutes(1)), new Rate(1, Duration.ofMinutes(1))));

        assertThat(automatic(rails, Targets.container("c1", "kube-system"))).isPresent();
        assertThat(automatic(rails, SHOP)).isEmpty();
    }

    @Test
    void stopsAllAutomaticResponsesAndNoPerson(@TempDir Path folder) throws Exception {
        KillSwitch killSwitch = KillSwitch.in(folder);
        GuardRails rails =
                new GuardRails(ResponseSettings.defaults(), SELF, now::get, killSwitch, () -> 0, Optional.empty());
        assertThat(automatic(rails, SHOP)).isEmpty();

        killSwitch.stop("ann", Instant.EPOCH);

        assertThat(automatic(rails, SHOP))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("stopped by ann").contains("resume-all"));
        assertThat(rails.refusal(ResponseAction.PAUSE, SHOP, null, false)).isEmpty();
        assertThat(Files.getPosixFilePermissions(folder.resolve("responses-stopped")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(killSwitch.goOn()).isTrue();
        assertThat(automatic(rails, SHOP)).isEmpty();
    }

    @Test
    void holdsNoMoreContainersThanTheQuarantineHasRoomFor() {
        AtomicLong held = new AtomicLong(1);
        GuardRails rails = new GuardRails(
                ResponseSettings.defaults().withMaxHeld(2),
                SELF,
                now::get,
                new KillSwitch(Optional.empty()),
                held::get,
                Optional.empty());
        assertThat(automatic(rails, SHOP)).isEmpty();

        held.set(2);

        assertThat(automatic(rails, SHOP)).isPresent();
        assertThat(rails.refusal(ResponseAction.ISOLATE_NETWORK, SHOP, null, true))
                .isPresent();
        assertThat(rails.refusal(ResponseAction.THROTTLE, SHOP, null, true)).isEmpty();
        assertThat(rails.refusal(ResponseAction.PAUSE, SHOP, null, false)).isEmpty();
    }

    @Test
    void neverTakesTheLastReadyReplicaAwayByItself() {
        AtomicInteger others = new AtomicInteger();
        GuardRails rails = new GuardRails(
                ResponseSettings.defaults(),
                SELF,
                now::get,
                new KillSwitch(Optional.empty()),
                () -> 0,
                Optional.of(new ReplicasOnly(others)));

        assertThat(automatic(rails, SHOP))
                .hasValueSatisfying(reason -> assertThat(reason).contains("last ready replica"));
        assertThat(rails.refusal(ResponseAction.THROTTLE, SHOP, null, true)).isEmpty();
        assertThat(rails.refusal(ResponseAction.STOP, SHOP, null, false)).isEmpty();

        others.set(1);
        assertThat(automatic(rails, SHOP)).isEmpty();
        others.set(-1);
        assertThat(automatic(rails, SHOP))
                .hasValueSatisfying(reason -> assertThat(reason).contains("cannot be told"));
    }

    private record ReplicasOnly(AtomicInteger others) implements Cluster {
        @Override
        public OptionalInt otherReadyReplicas(Container container) throws IOException {
            if (others.get() < 0) {
                throw new IOException("no answer");
            }
            return OptionalInt.of(others.get());
        }

        @Override
        public String evict(Container container, Duration grace) {
            throw new AssertionError("nothing was to be evicted");
        }
    }

    @Test
    void protectsTheStaticPodsOfTheControlPlaneAndNobodyWhoOnlySaysSo() {
        Map<String, String> labels = Map.of("tier", "control-plane", "component", "etcd");
        GuardRails rails = rails(ResponseSettings.defaults());

        assertThat(rails.refusal(ResponseAction.STOP, labelled(labels, "Node"), null, false))
                .hasValueSatisfying(reason -> assertThat(reason).contains("control plane"));
        assertThat(rails.refusal(ResponseAction.STOP, labelled(labels, "Deployment"), null, false))
                .isEmpty();
    }

    private static Container labelled(Map<String, String> labels, String ownerKind) {
        return new Container(
                "c9",
                "etcd",
                "",
                "",
                "containerd",
                new Container.Pod("plane", "etcd-n", "", "etcd-n", labels, ownerKind),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    @Test
    void leavesTheNodesRuntimesAlone(@TempDir Path folder) throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve("containerd"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process runtime = new ProcessBuilder(program.toString(), "100").start();
        try {
            GuardRails rails = rails(withHostProcesses());

            assertThat(rails.refusal(
                            ResponseAction.KILL_PROCESS, Container.HOST, Targets.identityOf(runtime.pid()), false))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("is containerd"));
        } finally {
            runtime.destroyForcibly();
        }
    }

    private static Optional<String> automatic(GuardRails rails, Container container) {
        return rails.refusal(ResponseAction.PAUSE, container, null, true);
    }

    private GuardRails rails(ResponseSettings settings) {
        return new GuardRails(settings, SELF, now::get);
    }

    private static ResponseSettings withHostProcesses() {
        ResponseSettings d = ResponseSettings.defaults();
        return new ResponseSettings(d.protectedNamespaces(), d.perNode(), d.perWorkload(), true, d.stopGrace());
    }

    private static ResponseSettings limits(Rate node, Rate workload) {
        return new ResponseSettings(Set.of("kube-system"), node, workload, false, Duration.ZERO);
    }

    private static Container workload(String name) {
        return new Container(
                name,
                "main",
                "",
                "",
                "containerd",
                new Container.Pod("shop", name, "", name, Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
