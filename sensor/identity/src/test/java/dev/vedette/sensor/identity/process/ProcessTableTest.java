package dev.vedette.sensor.identity.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.FakeNode;
import dev.vedette.sensor.identity.Records;
import dev.vedette.sensor.identity.Records.Task;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    private static final long GROUP = 1;
    private static final Task PARENT = Task.of(10);
    private static final Task CHILD = Task.of(20);
    private static final Task GRANDCHILD = Task.of(30);

    private final FakeNode node = new FakeNode();
    private final ProcessTable table = new ProcessTable(node, 100);
    private final Records records = new Records();

    private ProcessInfo exec(Task task, String path) {
        return table.executed(records.exec(task, GROUP, Records.OF_HOST, path)).info();
    }

    @Test
    void parentIsTheOneAtTheForkWhateverBecomesOfIt() {
        exec(PARENT, "/usr/sbin/nginx");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        exec(PARENT, "/bin/innocent");
        table.exited(records.exit(PARENT, GROUP));

        ProcessInfo child = exec(CHILD, "/bin/sh");

        assertThat(child.parent().executable().path()).isEqualTo("/usr/sbin/nginx");
    }

    @Test
    void doubleForkDoesNotShakeOffTheGrandparent() {
        exec(PARENT, "/usr/sbin/nginx");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        table.forked(records.fork(CHILD, GROUP, GRANDCHILD));
        table.exited(records.exit(CHILD, GROUP));

        ProcessInfo grandchild = exec(GRANDCHILD, "/bin/sh");

        assertThat(grandchild.ancestors()).extracting(ProcessInfo::pid).containsExactly(CHILD.pid(), PARENT.pid());
        assertThat(table.now(CHILD.pid())).isEmpty();
    }

    @Test
    void serverIsKnownAsOneToTheChildrenThatItAlreadyHas() {
        exec(PARENT, "/usr/bin/server");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        table.forked(records.fork(CHILD, GROUP, GRANDCHILD));

        table.markServing(table.of(records.header(PARENT, GROUP)));

        ProcessInfo grandchild = exec(GRANDCHILD, "/bin/sh");
        assertThat(grandchild.servingAncestor(5)).map(ProcessInfo::pid).hasValue(PARENT.pid());
        assertThat(grandchild.serving()).isFalse();
        assertThat(grandchild.parent().serving()).isFalse();
    }

    @Test
    void whatAShellStartedBeforeItBecameAServerIsNoServersChild() {
        exec(PARENT, "/bin/bash");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        exec(PARENT, "/usr/sbin/nginx");

        table.markServing(table.of(records.header(PARENT, GROUP)));

        assertThat(exec(CHILD, "/usr/bin/curl").servingAncestor(5)).isEmpty();
        table.forked(records.fork(PARENT, GROUP, GRANDCHILD));
        assertThat(exec(GRANDCHILD, "/bin/sh").servingAncestor(5)).isPresent();
    }

    @Test
    void numberUsedAgainIsAnotherProcessWithoutTheOldParents() {
        exec(PARENT, "/usr/sbin/nginx");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        Task later = new Task(CHILD.pid(), 77_000_000_000L);

        assertThat(exec(later, "/bin/date").parent()).isNull();
    }

    @Test
    void exitOfTheFormerHolderOfANumberDoesNotEndTheNewOne() {
        Task later = new Task(CHILD.pid(), 77_000_000_000L);
        exec(later, "/bin/date");

        table.exited(records.exit(CHILD, GROUP));

        assertThat(table.now(CHILD.pid())).isPresent();
    }

    @Test
    void endlessChainOfForksStaysBounded() {
        Task at = PARENT;
        exec(at, "/bin/chain");
        for (int pid = 1000; pid < 6000; pid++) {
            Task next = Task.of(pid);
            table.forked(records.fork(at, GROUP, next));
            table.exited(records.exit(at, GROUP));
            at = next;
        }

        ProcessInfo last = table.of(records.header(at, GROUP)).info();
        int depth = 0;
        ProcessInfo eldest = last;
        for (ProcessInfo one = last; one != null; one = one.parent()) {
            depth++;
            eldest = one;
        }
        assertThat(depth).isBetween(ProcessInfo.MAX_ANCESTORS, 3 * ProcessInfo.MAX_ANCESTORS);
        assertThat(last.ancestors()).hasSize(ProcessInfo.MAX_ANCESTORS);
        assertThat(eldest.pid()).isEqualTo(PARENT.pid());
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void fullTableDropsThoseThatTheNodeNoLongerHasFirst() {
        node.process(PARENT.pid(), 0, 10_000_000L, "old", "/bin/old", FakeNode.HOST, GROUP);
        exec(PARENT, "/bin/old");
        for (int pid = 1000; pid < 1500; pid++) {
            exec(Task.of(pid), "/bin/lost-exit");
        }

        assertThat(table.size()).isLessThanOrEqualTo(100);
        assertThat(table.now(PARENT.pid())).isPresent();
        assertThat(table.now(1499)).isPresent();
    }

    private void fillWithLivingOnes(int first) {
        for (int pid = first; pid < first + 200; pid++) {
            Task task = Task.of(pid);
            node.process(pid, 1, task.start() - task.start() % 10_000_000L, "full", "/bin/full", FakeNode.HOST, GROUP);
            exec(task, "/bin/full");
        }
    }

    @Test
    void oneForWhichThereIsNoRoomStaysADescendantUntilItEnds() {
        node.process(PARENT.pid(), 1, 10_000_000L, "old", "/bin/old", FakeNode.HOST, GROUP)
                .process(CHILD.pid(), PARENT.pid(), 20_000_000L, "old", "/bin/old", FakeNode.HOST, GROUP);
        ProcessInfo parent = exec(PARENT, "/bin/old");
        table.forked(records.fork(PARENT, GROUP, CHILD));

        fillWithLivingOnes(1000);

        assertThat(table.now(CHILD.pid())).isEmpty();
        assertThat(table.lineages().descendants(parent.id()))
                .extracting(ProcessId::pid)
                .containsExactly(CHILD.pid());
        table.exited(records.exit(CHILD, GROUP));
        assertThat(table.lineages().descendants(parent.id())).isEmpty();
    }

    @Test
    void oneForWhichThereIsNoRoomAndWhoseEndWasMissedIsForgottenWhenTheNodeHasItNoMore() {
        node.process(PARENT.pid(), 1, 10_000_000L, "old", "/bin/old", FakeNode.HOST, GROUP)
                .process(CHILD.pid(), PARENT.pid(), 20_000_000L, "old", "/bin/old", FakeNode.HOST, GROUP);
        ProcessInfo parent = exec(PARENT, "/bin/old");
        table.forked(records.fork(PARENT, GROUP, CHILD));
        fillWithLivingOnes(1000);

        node.ends(CHILD.pid());
        fillWithLivingOnes(2000);

        assertThat(table.lineages().descendants(parent.id())).isEmpty();
    }

    @Test
    void processFromBeforeTheSensorHasItsParentsAndGetsItsExactStart() {
        node.process(PARENT.pid(), 0, 10_000_000L, "systemd", "/sbin/init", FakeNode.HOST, GROUP)
                .process(CHILD.pid(), PARENT.pid(), 20_000_000L, "sshd", "/usr/sbin/sshd", FakeNode.HOST, GROUP);
        table.seed(node.processes());

        ProcessInfo seen = table.of(records.header(CHILD, GROUP)).info();

        assertThat(seen.executable().path()).isEqualTo("/usr/sbin/sshd");
        assertThat(seen.parent().executable().path()).isEqualTo("/sbin/init");
        assertThat(seen.id().startBootNanos()).isEqualTo(CHILD.start());
    }

    @Test
    void processWhoseForkWasLostIsLookedUpOnTheNodeIfItIsStillTheSame() {
        node.process(CHILD.pid(), 0, 20_000_000L, "there", "/bin/there", FakeNode.HOST, GROUP);
        node.process(GRANDCHILD.pid(), 0, 990_000_000L, "other", "/bin/other", FakeNode.HOST, GROUP);

        assertThat(table.of(records.header(CHILD, GROUP)).info().executable().path())
                .isEqualTo("/bin/there");
        assertThat(table.of(records.header(GRANDCHILD, GROUP))
                        .info()
                        .executable()
                        .path())
                .isEmpty();
    }
}
