package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.sensor.identity.Records.Task;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sensor that comes after the containers. */
class SeedingTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final long GROUP_A = 11;
    private static final long INNER = 13;
    private static final Namespaces INSIDE = new Namespaces(101, 201, 301, 400, 501, 601, 701);
    private static final Task MAIN = Task.of(100);
    private static final Task SHELL = Task.of(140);
    private static final Task IN_B = Task.of(150);
    private static final Task VISITOR = Task.of(160);
    private static final Task ESCAPED = Task.of(170);

    private final FakeNode there = new FakeNode()
            .cgroup(HOST_GROUP, 0, "/")
            .cgroup(10, HOST_GROUP, "/kubepods")
            .cgroup(GROUP_A, 10, "/kubepods/" + A)
            .cgroup(12, GROUP_A, "/kubepods/" + A + "/kubepods")
            .cgroup(INNER, 12, "/kubepods/" + A + "/kubepods/" + B)
            .process(90, 0, 90_000_000L, "shim", "/usr/bin/containerd-shim-runc-v2", FakeNode.HOST, HOST_GROUP)
            .process(MAIN.pid(), 90, 100_000_000L, "server", "/bin/server", INSIDE, GROUP_A)
            .process(130, MAIN.pid(), 130_000_000L, "worker", "/bin/server", INSIDE, GROUP_A)
            .process(SHELL.pid(), 90, 140_000_000L, "sh", "/bin/sh", INSIDE, GROUP_A)
            .file("/usr/sbin/sshd", program("/usr/sbin/sshd"))
            .file("/bin/bash", program("/bin/bash"))
            .process(95, 1, 95_000_000L, "sshd", "/usr/sbin/sshd", FakeNode.HOST, HOST_GROUP)
            .process(VISITOR.pid(), 95, 160_000_000L, "bash", "/bin/bash", FakeNode.HOST, GROUP_A)
            .process(ESCAPED.pid(), MAIN.pid(), 170_000_000L, "sh", "/bin/sh", FakeNode.HOST, GROUP_A)
            .process(IN_B.pid(), MAIN.pid(), 150_000_000L, "inner", "/bin/inner", INSIDE, INNER);
    private final Enriching node = new Enriching(there, new IdentitySettings(Duration.ofMillis(500), 100, 1000, 100));
    private final Records records = node.records;

    private static FileObject program(String path) {
        return new FileObject(
                path, 1, path.hashCode(), 0, 0, 1, 0x81ed, 0, OverlayLayer.NONE, FileObject.PathEnd.UNVERIFIED);
    }

    @Test
    void containerFromBeforeIsRunningAndItsTreesAreToldApart() {
        node.runtimeSays(A);

        node.accept(records.exec(MAIN, GROUP_A, Records.OF_CONTAINER, "/bin/id"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.MAIN);
        assertThat(node.lastExec().before().executable().path()).isEqualTo("/bin/server");

        node.accept(records.exec(SHELL, GROUP_A, Records.OF_CONTAINER, "/bin/id"));
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);
    }

    /** As a runtime leaves it that was killed, or makes it before it starts anything. */
    @Test
    void groupWithoutAProcessIsNoContainerThatRuns() {
        there.cgroup(20, 10, "/kubepods/" + C);
        Enriching later = new Enriching(there, new IdentitySettings(Duration.ofMillis(500), 100, 1000, 100));

        assertThat(later.containers.of(20)).hasValueSatisfying(life -> {
            assertThat(life.phase()).isEqualTo(LifePhase.CREATED);
            assertThat(life.begun()).isFalse();
        });
        assertThat(later.containers.of(GROUP_A))
                .hasValueSatisfying(life -> assertThat(life.phase()).isEqualTo(LifePhase.RUNNING));
    }

    @Test
    void groupBelowAContainerIsTheContainersWhateverItsName() {
        node.runtimeSays(A);
        node.runtimeSays(B);

        node.accept(records.exec(IN_B, INNER, Records.OF_CONTAINER, "/bin/id"));

        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    @Test
    void runtimeThatNamesTheInnerGroupMakesItAContainerOfItsOwn() throws Exception {
        node.runtimeSays(A);
        node.news.tell(new RuntimeNews.Known(INNER, Enriching.known(B), null, 1));
        node.passes(Duration.ZERO);

        node.accept(records.exec(IN_B, INNER, Records.OF_CONTAINER, "/bin/id"));
        assertThat(node.lastExec().container().id()).isEqualTo(B);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);

        node.accept(records.exec(MAIN, GROUP_A, Records.OF_CONTAINER, "/bin/id"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    @Test
    void staleProcessNumberInTheRuntimesWordTakesNoOtherContainersGroup() throws Exception {
        node.runtimeSays(A);
        node.news.tell(new RuntimeNews.Known(GROUP_A, Enriching.known(B), null, 1));
        node.passes(Duration.ZERO);

        node.accept(records.exec(MAIN, GROUP_A, Records.OF_CONTAINER, "/bin/id"));

        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    @Test
    void isolationOfAContainerFromBeforeIsLookedAtWhenItsRuntimeNamesIt() {
        there.mounts(MAIN.pid(), "30 1 0:77 / / ro - overlay overlay rw");

        node.runtimeSays(A);

        IsolationObserved seen = node.last(IsolationObserved.class);
        assertThat(seen.source()).isEqualTo(IsolationObserved.Source.KERNEL);
        assertThat(seen.process().pid()).isEqualTo(MAIN.pid());
        assertThat(seen.isolation().readOnlyRoot()).isTrue();
        assertThat(seen.runtimeSpec()).isNotNull();
    }

    @Test
    void shellOfTheNodeThatWasInAContainersGroupIsTheNodesAndWhatTheContainerBegotIsNot() {
        node.runtimeSays(A);

        node.accept(records.exec(VISITOR, GROUP_A, Records.OF_HOST, "/usr/bin/date"));
        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().session()).isEqualTo(Session.VISITOR);

        node.accept(records.exec(ESCAPED, GROUP_A, Records.OF_HOST, "/usr/bin/date"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().context().escapedNamespaces()).isNotEmpty();
    }

    @Test
    void processesOfTheNodeAreTheNodes() {
        node.accept(records.exec(Task.of(90), HOST_GROUP, Records.OF_HOST, "/usr/bin/date"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.HOST);
    }

    @Test
    void socketOfARuntimeIsKnownByWhoOwnsItsOtherEnd() {
        // Executables seen in /proc have no inode here; one that is seen to begin has.
        node.runtimeSays(A);
        node.accept(records.exec(
                Enriching.CONTAINERD,
                HOST_GROUP,
                Records.OF_HOST,
                Records.file("/opt/anywhere/containerd", 9, 99),
                Records.DEFAULT_CREDENTIALS));

        node.accept(records.unixConnect(MAIN, GROUP_A, "/tmp/innocent.sock", 1, 2, Enriching.CONTAINERD.pid()));
        assertThat(node.last(SocketActivity.class).peer().runtimeApi()).isTrue();
        assertThat(node.last(SocketActivity.class).peer().owner().path()).isEqualTo("/opt/anywhere/containerd");

        node.accept(records.unixConnect(MAIN, GROUP_A, "/run/containerd/containerd.sock", 1, 2, 90));
        assertThat(node.last(SocketActivity.class).peer().runtimeApi()).isFalse();
    }

    @Test
    void processThatAcceptsServesFromThenOn() {
        node.runtimeSays(A);
        node.accept(records.socket(MAIN, GROUP_A, 1));
        Task child = Task.of(180);

        node.accept(records.fork(MAIN, GROUP_A, child), records.exec(child, GROUP_A, Records.OF_CONTAINER, "/bin/sh"));

        assertThat(node.last(SocketActivity.class).operation()).isEqualTo(SocketActivity.Operation.ACCEPT);
        assertThat(node.lastExec().process().servingAncestor(5)).isPresent();
    }
}
