package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static dev.vedette.sensor.identity.Enriching.RUNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.sensor.identity.Records.Task;
import org.junit.jupiter.api.Test;

/** A container's life, and who belongs to it. */
class ContainerLifeTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String PATH_A = "/kubepods/besteffort/pod1/" + A;
    private static final String PATH_B = "/kubepods/besteffort/pod2/" + B;
    private static final long GROUP_A = 11;
    private static final long GROUP_B = 12;
    private static final Task INIT = Task.of(100);
    private static final Task OTHER = Task.of(200);

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    private void startKnown(long group, String path, String id, Task init) {
        node.runtimeSays(id);
        node.start(group, path, init);
    }

    @Test
    void lifeGoesFromCreatedThroughSetupAndRunningToStopped() {
        node.runtimeSays(A);
        node.accept(records.mkdir(RUNC, HOST_GROUP, GROUP_A, HOST_GROUP, PATH_A));
        assertThat(node.containers.of(GROUP_A).orElseThrow().phase()).isEqualTo(LifePhase.CREATED);

        node.accept(
                records.fork(RUNC, HOST_GROUP, INIT),
                records.exec(INIT, HOST_GROUP, Records.OF_HOST, "/memfd:runc"),
                records.attach(RUNC, HOST_GROUP, INIT, GROUP_A));
        assertThat(node.containers.of(GROUP_A).orElseThrow().phase()).isEqualTo(LifePhase.SETUP);

        node.accept(records.exec(INIT, GROUP_A, Records.OF_CONTAINER, "/bin/sh"));
        assertThat(node.containers.of(GROUP_A).orElseThrow().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.MAIN);

        node.accept(records.exit(INIT, GROUP_A), records.rmdir(RUNC, HOST_GROUP, GROUP_A, PATH_A));
        assertThat(node.last(ProcessExited.class).container().id()).isEqualTo(A);
        assertThat(node.containers.of(GROUP_A).orElseThrow().phase()).isEqualTo(LifePhase.STOPPED);
        assertThat(node.last(CgroupChanged.class).owner().id()).isEqualTo(A);
    }

    @Test
    void runtimesOwnWorkInsideIsSetup() {
        node.runtimeSays(A);
        node.prepare(GROUP_A, PATH_A, INIT);

        node.accept(records.setns(INIT, GROUP_A, NamespaceKind.NETWORK.cloneFlag(), Records.OF_HOST, Records.OF_HOST));

        assertThat(node.last(NamespaceChanged.class).phase()).isEqualTo(LifePhase.SETUP);
        assertThat(node.last(NamespaceChanged.class).container().id()).isEqualTo(A);
    }

    @Test
    void runtimesOwnReexecutionInsideTheGroupIsStillSetup() {
        node.runtimeSays(A);
        node.prepare(GROUP_A, PATH_A, INIT);

        node.accept(records.exec(INIT, GROUP_A, Records.OF_HOST, "/memfd:runc_cloned"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.SETUP);

        Task stage2 = Task.of(101);
        node.accept(
                records.fork(INIT, GROUP_A, stage2),
                records.exec(stage2, GROUP_A, Records.OF_CONTAINER, "/bin/server"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }

    @Test
    void runtimesFileBegunInTheContainersNamespaceIsTheContainersDoing() {
        node.runtimeSays(A);
        node.prepare(GROUP_A, PATH_A, INIT);

        node.accept(records.exec(INIT, GROUP_A, Records.OF_CONTAINER, "/usr/sbin/runc"));

        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }

    @Test
    void programPutInLaterIsASessionOfItsOwnWithItsOwnSetup() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        Task runcExec = Task.of(110);
        Task entering = Task.of(111);

        node.accept(
                records.fork(Enriching.CONTAINERD, HOST_GROUP, runcExec),
                records.exec(runcExec, HOST_GROUP, Records.OF_HOST, "/usr/sbin/runc"),
                records.fork(runcExec, HOST_GROUP, entering),
                records.attach(runcExec, HOST_GROUP, entering, GROUP_A),
                records.setns(entering, GROUP_A, 0, Records.OF_HOST, Records.OF_CONTAINER));
        assertThat(node.lastEvent().phase()).isEqualTo(LifePhase.SETUP);

        node.accept(records.exec(entering, GROUP_A, Records.OF_CONTAINER, "/bin/ps"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);

        Task child = Task.of(112);
        node.accept(
                records.fork(entering, GROUP_A, child), records.exec(child, GROUP_A, Records.OF_CONTAINER, "/bin/ls"));
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);

        Task ofMain = Task.of(113);
        node.accept(
                records.fork(INIT, GROUP_A, ofMain), records.exec(ofMain, GROUP_A, Records.OF_CONTAINER, "/bin/ls"));
        assertThat(node.lastExec().session()).isEqualTo(Session.MAIN);
    }

    @Test
    void runtimeMayLiveInAMountNamespaceOfItsOwnAndSystemdMayDoTheMoving() {
        node.runtimeSays(A);
        RawNamespaces ofRuntime = new RawNamespaces(150, 200, 300, 400, 500, 600, 700);
        Task systemd = Task.of(70);
        node.accept(
                records.exec(systemd, HOST_GROUP, Records.OF_HOST, "/sbin/init"),
                records.fork(Enriching.CONTAINERD, HOST_GROUP, RUNC),
                records.exec(RUNC, HOST_GROUP, ofRuntime, "/snap/bin/runc"),
                records.mkdir(systemd, HOST_GROUP, GROUP_A, HOST_GROUP, "/x.slice/cri-containerd-" + A + ".scope"),
                records.fork(RUNC, HOST_GROUP, INIT),
                records.attach(systemd, HOST_GROUP, INIT, GROUP_A),
                records.exec(INIT, GROUP_A, ofRuntime, "/memfd:runc"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.SETUP);

        node.accept(
                records.setns(INIT, GROUP_A, NamespaceKind.MOUNT.cloneFlag(), ofRuntime, Records.OF_CONTAINER),
                records.exec(INIT, GROUP_A, Records.OF_CONTAINER, "/bin/sh"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }

    @Test
    void runtimeThatNobodyHasHeardOfPreparesTheContainersThatItMakes() {
        node.runtimeSays(A);
        Task runtime = Task.of(70);
        node.accept(
                records.exec(runtime, HOST_GROUP, Records.OF_HOST, "/opt/wagon/wagon"),
                records.mkdir(runtime, HOST_GROUP, GROUP_A, HOST_GROUP, PATH_A),
                records.fork(runtime, HOST_GROUP, INIT),
                records.attach(runtime, HOST_GROUP, INIT, GROUP_A),
                records.setns(INIT, GROUP_A, 0, Records.OF_HOST, Records.OF_HOST));

        assertThat(node.last(NamespaceChanged.class).phase()).isEqualTo(LifePhase.SETUP);
    }

    private void visitByItself(Task shell) {
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.accept(
                records.exec(shell, HOST_GROUP, Records.OF_HOST, "/bin/bash"),
                records.attach(shell, GROUP_A, shell, GROUP_A));
    }

    @Test
    void processOfTheNodeThatGoesIntoAContainersGroupIsToldAsTheNodesAndWhoseGroupItIs() {
        Task shell = Task.of(80);
        visitByItself(shell);

        CgroupChanged entered = node.last(CgroupChanged.class);
        assertThat(entered.operation()).isEqualTo(CgroupChanged.Operation.ENTERED);
        assertThat(entered.owner().id()).isEqualTo(A);
        assertThat(entered.process().executable().path()).isEqualTo("/bin/bash");
        assertThat(entered.container()).isEqualTo(Container.HOST);

        Task child = Task.of(81);
        node.accept(
                records.fork(shell, GROUP_A, child), records.exec(child, GROUP_A, Records.OF_HOST, "/usr/bin/passwd"));
        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.HOST);
        assertThat(node.lastExec().session()).isEqualTo(Session.VISITOR);
        assertThat(node.lastExec().context().escapedNamespaces()).isEmpty();
    }

    @Test
    void visitorIsTheContainersOnceItsProgramBeginsInTheContainersMountNamespaceAndInNoOther() {
        Task shell = Task.of(80);
        visitByItself(shell);
        RawNamespaces other = new RawNamespaces(150, 200, 300, 400, 500, 600, 700);

        node.accept(records.exec(shell, GROUP_A, other, "/bin/elsewhere"));
        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().session()).isEqualTo(Session.VISITOR);

        node.accept(records.exec(shell, GROUP_A, Records.OF_CONTAINER, "/bin/sh"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);
    }

    @Test
    void processThatAnotherOfTheNodeMovesIsAVisitorUntilItIsMovedOut() {
        Task shell = Task.of(80);
        Task other = Task.of(82);
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.accept(
                records.exec(shell, HOST_GROUP, Records.OF_HOST, "/bin/bash"),
                records.exec(other, HOST_GROUP, Records.OF_HOST, "/usr/sbin/nginx"),
                records.attach(shell, HOST_GROUP, other, GROUP_A),
                records.exec(other, GROUP_A, Records.OF_HOST, "/usr/sbin/nginx"));
        assertThat(node.lastExec().session()).isEqualTo(Session.VISITOR);
        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);

        node.accept(
                records.attach(shell, HOST_GROUP, other, HOST_GROUP),
                records.exec(other, HOST_GROUP, Records.OF_HOST, "/usr/sbin/nginx"));
        assertThat(node.lastExec().session()).isEqualTo(Session.NONE);
    }

    @Test
    void processOfTheNodeThatAContainerTakesIntoItsGroupDoesNothingInTheContainersName() {
        Task daemon = Task.of(80);
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.accept(
                records.exec(daemon, HOST_GROUP, Records.OF_HOST, "/usr/sbin/nginx"),
                records.attach(INIT, GROUP_A, daemon, GROUP_A),
                records.exec(daemon, GROUP_A, Records.OF_HOST, "/usr/sbin/nginx"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().session()).isEqualTo(Session.VISITOR);
    }

    @Test
    void strangersProgramBegunWhileTheContainerIsPreparedPreparesNothing() {
        node.runtimeSays(A);
        node.prepare(GROUP_A, PATH_A, INIT);

        node.accept(records.exec(INIT, GROUP_A, Records.OF_HOST, "/tmp/hook"));

        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    /** As runc exec does it: a child goes into the container's namespaces, and stays in the runtime's group. */
    private void join(Task runcExec, Task child, RawNamespaces joined) {
        node.accept(
                records.fork(Enriching.CONTAINERD, HOST_GROUP, runcExec),
                records.exec(runcExec, HOST_GROUP, Records.OF_HOST, "/usr/sbin/runc"),
                records.fork(runcExec, HOST_GROUP, child),
                records.setns(child, HOST_GROUP, NamespaceKind.MOUNT.cloneFlag(), Records.OF_HOST, joined));
    }

    @Test
    void processThatJoinedBeforeItWasMovedIsTheContainersFromItsFirstProgramOn() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        Task runcExec = Task.of(110);
        Task stage1 = Task.of(111);
        Task stage2 = Task.of(112);

        join(runcExec, stage1, Records.OF_CONTAINER);
        node.accept(
                records.fork(stage1, HOST_GROUP, stage2),
                records.attach(runcExec, HOST_GROUP, stage2, GROUP_A),
                records.exec(stage2, GROUP_A, Records.OF_CONTAINER, "/bin/ps"));

        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);
    }

    @Test
    void whatARuntimePutsInPreparesTheContainerThoughItActsBeforeItsMoveIsTold() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        Task runcExec = Task.of(110);
        Task stage1 = Task.of(111);
        Task stage2 = Task.of(112);
        RawNamespaces joined = new RawNamespaces(101, 200, 301, 400, 501, 601, 701);

        join(runcExec, stage1, joined);
        node.accept(
                records.fork(stage1, HOST_GROUP, stage2),
                records.open(stage2, GROUP_A, Records.file("/dev/null", 9, 97), 1));
        assertThat(node.lastEvent().container().id()).isEqualTo(A);
        assertThat(node.lastEvent().phase()).isEqualTo(LifePhase.SETUP);

        node.accept(
                records.attach(runcExec, HOST_GROUP, stage2, GROUP_A),
                records.exec(stage2, GROUP_A, Records.OF_CONTAINER, "/bin/ps"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.EXEC);
    }

    @Test
    void childBornInTheGroupIsPutInLikeOneThatIsMoved() {
        node.runtimeSays(A);
        node.accept(
                records.exec(RUNC, HOST_GROUP, Records.OF_HOST, "/usr/sbin/runc"),
                records.mkdir(RUNC, HOST_GROUP, GROUP_A, HOST_GROUP, PATH_A),
                records.fork(RUNC, HOST_GROUP, INIT, GROUP_A),
                records.exec(INIT, GROUP_A, Records.OF_HOST, "/usr/sbin/runc"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.SETUP);

        node.accept(records.exec(INIT, GROUP_A, Records.OF_CONTAINER, "/bin/sh"));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }

    @Test
    void groupMadeByAContainerIsTheContainersWhateverItsName() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.runtimeSays(B);

        node.accept(
                records.mkdir(INIT, GROUP_A, GROUP_B, HOST_GROUP, PATH_B),
                records.attach(INIT, GROUP_A, INIT, GROUP_B),
                records.exec(INIT, GROUP_B, Records.OF_CONTAINER, "/bin/evil"));

        assertThat(node.last(CgroupChanged.class).owner().id()).isEqualTo(A);
        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    @Test
    void nestedGroupIsItsAncestorsAndNoGroupOfTheRuntimeIsAContainer() {
        startKnown(GROUP_A, PATH_A, A, INIT);

        node.accept(
                records.mkdir(INIT, GROUP_A, 20, GROUP_A, PATH_A + "/init.scope"),
                records.mkdir(RUNC, HOST_GROUP, 21, GROUP_A, PATH_A + "/container"),
                records.mkdir(RUNC, HOST_GROUP, 22, HOST_GROUP, "/kubepods/besteffort/pod3"));

        assertThat(node.containers.of(20).orElseThrow().containerId()).isEqualTo(A);
        assertThat(node.containers.of(21).orElseThrow().containerId()).isEqualTo(A);
        assertThat(node.containers.of(22)).isEmpty();
    }

    @Test
    void processThatMovesItselfToTheNodesGroupOrToAnotherContainersStaysWhereItCameFrom() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        startKnown(GROUP_B, PATH_B, B, OTHER);

        node.accept(
                records.attach(INIT, HOST_GROUP, INIT, HOST_GROUP),
                records.exec(INIT, HOST_GROUP, Records.OF_CONTAINER, "/bin/one"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);

        node.accept(
                records.attach(INIT, GROUP_B, INIT, GROUP_B),
                records.exec(INIT, GROUP_B, Records.OF_CONTAINER, "/bin/two"));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
    }

    @Test
    void childThatAContainerBearsInTheNodesGroupIsTheContainers() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        Task child = Task.of(120);

        node.accept(
                records.fork(INIT, GROUP_A, child, HOST_GROUP),
                records.exec(child, HOST_GROUP, Records.OF_HOST, "/bin/evil"));

        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().context().escapedNamespaces()).contains(NamespaceKind.MOUNT, NamespaceKind.PID);
    }

    @Test
    void processOfTheNodeThatAContainerMovesIntoItsGroupStaysTheNodes() {
        startKnown(GROUP_A, PATH_A, A, INIT);

        node.accept(
                records.attach(INIT, GROUP_A, Enriching.CONTAINERD, GROUP_A),
                records.fork(Enriching.CONTAINERD, HOST_GROUP, OTHER),
                records.exec(OTHER, HOST_GROUP, Records.OF_HOST, "/usr/bin/containerd-shim"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
    }

    @Test
    void unsharedNamespacesChangeNothingAboutWhoseTheProcessIs() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        RawNamespaces own = new RawNamespaces(900, 901, 902, 903, 904, 905, 906);

        node.accept(
                records.setns(INIT, GROUP_A, NamespaceKind.MOUNT.cloneFlag(), Records.OF_CONTAINER, own),
                records.exec(INIT, GROUP_A, own, "/bin/sh"));

        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().context().hostNamespaces()).isEmpty();
    }

    @Test
    void hostNamespaceThatIsNotGrantedIsAnEscapeAndAGrantedOneIsNot() {
        node.runtimeSays(A, NamespaceKind.NETWORK);
        node.start(GROUP_A, PATH_A, INIT);
        RawNamespaces both = new RawNamespaces(101, 200, 300, 401, 501, 601, 701);

        node.accept(records.setns(
                INIT,
                GROUP_A,
                NamespaceKind.PID.cloneFlag() | NamespaceKind.NETWORK.cloneFlag(),
                Records.OF_CONTAINER,
                both));

        assertThat(node.last(NamespaceChanged.class).enteredHost()).containsExactly(NamespaceKind.PID);
    }

    @Test
    void numberOfAGroupThatIsUsedAgainIsAnotherContainer() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.accept(
                records.mkdir(INIT, GROUP_A, 20, GROUP_A, PATH_A + "/nested"),
                records.exit(INIT, GROUP_A),
                records.rmdir(RUNC, HOST_GROUP, GROUP_A, PATH_A));

        startKnown(GROUP_A, PATH_B, B, OTHER);

        assertThat(node.lastExec().container().id()).isEqualTo(B);
        assertThat(node.containers.of(20)).isEmpty();
    }

    @Test
    void numberOfAProcessThatIsUsedAgainIsAnotherProcess() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        Task later = new Task(INIT.pid(), 9_000_000_000L);

        node.accept(records.exec(later, HOST_GROUP, Records.OF_HOST, "/bin/date"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().process().parent()).isNull();
        assertThat(node.lastExec().before()).isNull();
    }

    @Test
    void openForWritingOfARuntimesExecutableIsTold() {
        node.accept(records.fork(Enriching.CONTAINERD, HOST_GROUP, RUNC));
        node.accept(records.exec(
                RUNC, HOST_GROUP, Records.OF_HOST, Records.file("/opt/x/runc", 9, 99), Records.DEFAULT_CREDENTIALS));
        startKnown(GROUP_A, PATH_A, A, INIT);

        node.accept(records.open(INIT, GROUP_A, Records.file("/proc/self/exe", 9, 99), 1));

        FileOpened opened = node.last(FileOpened.class);
        assertThat(opened.role()).isEqualTo(FileRole.RUNTIME_BINARY);
        assertThat(opened.write()).isTrue();
        assertThat(opened.read()).isFalse();
    }

    @Test
    void runtimesNameInsideAContainerMakesNoRuntime() {
        startKnown(GROUP_A, PATH_A, A, INIT);
        node.accept(records.exec(
                INIT,
                GROUP_A,
                Records.OF_CONTAINER,
                Records.file("/tmp/containerd", 9, 98),
                Records.DEFAULT_CREDENTIALS));

        node.accept(records.unixConnect(INIT, GROUP_A, "/x.sock", 1, 2, INIT.pid()));

        assertThat(node.last(SocketActivity.class).peer().runtimeApi()).isFalse();
    }
}
