package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-3001: a person in the container. */
@OnAttackRange
class SessionTest {
    private final AttackRange range;

    SessionTest(AttackRange range) {
        this.range = range;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh -c id", "/tmp/busybox-innocent ash -c id", "perl -e 1"})
    void terminalIsFoundWhateverRunsInIt(String command) throws Exception {
        Workload workload = range.ordinary();
        workload.does("cp /bin/busybox /tmp/busybox-innocent").worked();

        workload.session(true, command.split(" "));

        workload.isFound("VDT-3001", Severity.MEDIUM);
    }

    @Test
    void shellWithItsInputOpenIsToldAsInformation() throws Exception {
        Workload workload = range.ordinary();

        workload.session(false, "sh", "-c", "id");

        workload.isFound("VDT-3001", Severity.INFO);
    }

    @Test
    void probesAndTheContainersOwnShellsAreSilent() {
        Workload workload = range.ordinary();

        assertThat(workload.exec("sh", "-c", "test -e /etc/passwd").exitCode()).isZero();
        workload.does("sh -c 'sh -c id' | sh -c cat").worked();

        workload.isSilentOn("VDT-3001");
    }
}
