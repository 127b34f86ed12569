package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts off containers that have no control group of version 2, at the interfaces of a real network namespace; needs root.
 * In which groups the containers' processes are is told by a folder, a stand-in for a machine with version 1 alone.
 */
@Timeout(300)
class PodIsolationTest {
    private static final String ID = "d".repeat(64);
    private static final String SIDECAR = "e".repeat(64);
    private static final Container CONTAINER = Targets.container(ID, "shop");

    @TempDir
    Path cgroups;

    private PodNetwork network;
    private NetworkIsolation isolation;

    @BeforeEach
    void makePod() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
        network = new PodNetwork();
        network.answersBeyond(8_000);
        inGroup(ID, network.pod());
        isolation = new NetworkIsolation(cgroups, CLibrary.load());
    }

    @AfterEach
    void removePod() {
        if (network != null) {
            network.close();
        }
    }

    private void inGroup(String id, long pid) throws IOException {
        Path group = Files.createDirectories(cgroups.resolve("pids/kubepods").resolve(id));
        Files.writeString(group.resolve("cgroup.procs"), pid + "\n");
    }

    @Test
    void reachesNobodyAndIsReachedByNobodyUntilItIsUndone() throws Exception {
        network.answersInPod(9_000);
        assertThat(network.hears(PodNetwork.BEYOND, 8_000)).isEqualTo("answer-of-8000");
        assertThat(network.isHeardBeyond(9_000)).isEqualTo("answer-of-9000");
        LastingStep.Plan plan = isolation.plan(order(ID));

        Effect effect = isolation.apply(CONTAINER, plan.kept());

        assertThat(effect.verified()).as(effect.detail()).isTrue();
        assertThat(plan.words()).startsWith("drop all packets of its pod").endsWith("containers are cut off too");
        assertThat(isolation.inForce(CONTAINER, plan.kept())).isTrue();
        assertThat(network.hearsSoon(PodNetwork.BEYOND, 8_000)).isEmpty();
        assertThat(network.hearsSoon("2001:db8::1", 8_000)).isEmpty();
        assertThat(network.isHeardBeyondSoon(9_000)).isEmpty();
        Effect undone = isolation.undo(CONTAINER, plan.kept());
        assertThat(undone.detail()).isEqualTo("the container's packets pass again");
        assertThat(isolation.inForce(CONTAINER, plan.kept())).isFalse();
        assertThat(network.hears(PodNetwork.BEYOND, 8_000)).isEqualTo("answer-of-8000");
        assertThat(network.hears("2001:db8::1", 8_000)).isEqualTo("answer-of-8000");
        assertThat(network.isHeardBeyond(9_000)).isEqualTo("answer-of-9000");
        assertThat(network.disciplines()).doesNotContain("clsact");
    }

    @Test
    void whatIsExceptedStaysWithinReach() throws Exception {
        network.answersBeyond(53);
        LastingStep.Plan plan =
                isolation.plan(order(ID, "except", PodNetwork.ALSO_BEYOND + ", 2001:db8::1", "dns", PodNetwork.BEYOND));

        assertThat(isolation.apply(CONTAINER, plan.kept()).verified()).isTrue();

        assertThat(network.hears(PodNetwork.ALSO_BEYOND, 8_000)).isEqualTo("answer-of-8000");
        assertThat(network.hears("2001:db8::1", 8_000)).isEqualTo("answer-of-8000");
        assertThat(network.hears(PodNetwork.BEYOND, 53)).isEqualTo("answer-of-53");
        assertThat(network.hearsSoon(PodNetwork.BEYOND, 8_000)).isEmpty();
    }

    @Test
    void theNodeMayLookInAndIsNotReached() throws Exception {
        network.answersInPod(9_000);
        NamespacePlace place = NamespacePlace.of(CLibrary.load(), ID, List.of((int) network.pod()));

        place.attach(new Quarantine(List.of(), List.of(), List.of(PodNetwork.BEYOND)));

        assertThat(network.isHeardBeyond(9_000)).isEqualTo("answer-of-9000");
        assertThat(network.hearsSoon(PodNetwork.BEYOND, 8_000)).isEmpty();
    }

    /** What a frame is called by the socket that sends it is not what is in it. */
    @Test
    void noPacketLeavesAsAFrameOfAnotherName() throws Exception {
        int many = 2_000;
        assertThat(network.framesOfAnotherName(many)).isGreaterThanOrEqualTo(many);
        LastingStep.Plan plan = isolation.plan(order(ID));

        assertThat(isolation.apply(CONTAINER, plan.kept()).verified()).isTrue();

        assertThat(network.framesOfAnotherName(many)).isLessThan(many / 2);
    }

    @Test
    void twoContainersOfAPodAreCutOffEachForItself() throws Exception {
        inGroup(SIDECAR, network.pod());
        Container sidecar = Targets.container(SIDECAR, "shop");
        LastingStep.Plan one = isolation.plan(order(ID));
        LastingStep.Plan other = isolation.plan(order(SIDECAR));
        assertThat(isolation.apply(CONTAINER, one.kept()).verified()).isTrue();
        assertThat(isolation.apply(sidecar, other.kept()).verified()).isTrue();

        assertThat(isolation.undo(CONTAINER, one.kept()).verified()).isTrue();

        assertThat(isolation.inForce(sidecar, other.kept())).isTrue();
        assertThat(network.hearsSoon(PodNetwork.BEYOND, 8_000)).isEmpty();
        assertThat(isolation.undo(sidecar, other.kept()).verified()).isTrue();
        assertThat(network.hears(PodNetwork.BEYOND, 8_000)).isEqualTo("answer-of-8000");
    }

    /** Its namespace is the pod's and goes on: the next container must not be found cut off. */
    @Test
    void isUndoneAlsoWhenTheContainerHasEnded() throws Exception {
        LastingStep.Plan plan = isolation.plan(order(ID));
        assertThat(isolation.apply(CONTAINER, plan.kept()).verified()).isTrue();
        Files.delete(cgroups.resolve("pids/kubepods").resolve(ID).resolve("cgroup.procs"));

        assertThat(isolation.endsWithContainer(plan.kept())).isFalse();
        assertThat(isolation.undo(CONTAINER, plan.kept()).verified()).isTrue();
        assertThat(network.hears(PodNetwork.BEYOND, 8_000)).isEqualTo("answer-of-8000");
    }

    @Test
    void nothingIsDoneToAContainerThatUsesTheNodesNetwork() throws Exception {
        inGroup(SIDECAR, ProcessHandle.current().pid());

        assertThatThrownBy(() -> isolation.plan(order(SIDECAR)))
                .isInstanceOf(NotOnThisNodeException.class)
                .hasMessageContaining("uses the node's own network");
    }

    @Test
    void saysThatAContainerHasEnded() {
        assertThatThrownBy(() -> isolation.plan(order("f".repeat(64))))
                .isNotInstanceOf(NotOnThisNodeException.class)
                .hasMessageContaining("has it ended?");
    }

    @Test
    void isTakenByTheKernelWhateverIsExceptedAndWhateverTheInterface() throws Exception {
        List<String> many =
                IntStream.range(0, 64).mapToObj(i -> "10." + i + ".0.0/16").toList();
        BpfCalls calls = new BpfCalls(CLibrary.load());
        for (Quarantine quarantine : List.of(
                new Quarantine(List.of(), List.of(), List.of()),
                new Quarantine(many, List.of("10.96.0.10", "fd00::a"), List.of("192.0.2.7", "fd00::2")),
                new Quarantine(List.of("0.0.0.0/0", "::/0"), List.of(), List.of()))) {
            for (Quarantine.Ground ground :
                    List.of(Quarantine.Ground.ETHERNET, Quarantine.Ground.BARE, Quarantine.Ground.UNKNOWN)) {
                calls.load(3, 0, quarantine.program(true, ground)).close();
                calls.load(3, 0, quarantine.program(false, ground)).close();
            }
        }
    }

    private static Order order(String id, String... options) {
        ResponseOptions read = ResponseOptions.NONE;
        for (int i = 0; i < options.length; i += 2) {
            read = read.with(options[i], options[i + 1]);
        }
        return new Order(
                "r-1", ResponseAction.ISOLATE_NETWORK, Targets.container(id, "shop"), null, read, null, "ann", false);
    }
}
