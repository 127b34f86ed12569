package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static dev.vedette.sensor.identity.Enriching.RUNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.LifePhase;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.RawFile;
import dev.vedette.sensor.identity.Records.Task;
import org.junit.jupiter.api.Test;

/**
 * A sandbox's own program lives in the container's group, in a mount namespace of its own and in the node's pid
 * namespace (seen of runsc 20240729): that is no program of the container, and no escape.
 */
class SandboxedContainerTest {
    private static final String A = "a".repeat(64);
    private static final String PATH_A = "/kubepods/besteffort/pod1/" + A;
    private static final long GROUP_A = 11;
    private static final Task ON_NODE = Task.of(90);
    private static final Task INIT = Task.of(100);
    private static final RawFile RUNSC = Records.file("/usr/bin/runsc", 8, 4711);
    private static final RawFile IMITATION = Records.file("/usr/bin/runsc", 9, 99);

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    private void runtimeIsSeenAndPutsItselfIn() {
        node.runtimeSays(A);
        node.accept(records.fork(RUNC, HOST_GROUP, ON_NODE), exec(ON_NODE, HOST_GROUP, RUNSC));
        node.prepare(GROUP_A, PATH_A, INIT);
    }

    private ExecRecord exec(Task task, long group, RawFile file) {
        return records.exec(
                task,
                group,
                group == HOST_GROUP ? Records.OF_HOST : Records.OF_CONTAINER,
                file,
                Records.credentials(0, 0));
    }

    @Test
    void theSandboxIsTheRuntimesForAllItsLife() {
        runtimeIsSeenAndPutsItselfIn();
        node.accept(exec(INIT, GROUP_A, RUNSC));
        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.SETUP);
    }

    @Test
    void whatItBeginsAfterwardsIsTheContainers() {
        runtimeIsSeenAndPutsItselfIn();
        node.accept(exec(INIT, GROUP_A, RUNSC), exec(INIT, GROUP_A, Records.file("/bin/sh", 9, 7)));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }

    @Test
    void aProgramOfTheImageWithTheSameNameIsTheContainers() {
        runtimeIsSeenAndPutsItselfIn();
        node.accept(exec(INIT, GROUP_A, IMITATION));
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
    }
}
