package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** VDT-1004 to VDT-1018: what else was given away when the container was made. */
@OnAttackRange
class GivenAwayTest {
    private final AttackRange range;

    GivenAwayTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void whatOneContainerIsGivenAtOnceIsFoundPieceByPiece() {
        Workload workload = range.workload(
                pod -> pod.hostIpc().sysctl("net.ipv4.ip_forward", "1"),
                container -> container.unmaskedProc().addCapability("NET_ADMIN").device(Path.of("/dev/loop0"), "rw"));

        var unused = workload.isFound("VDT-1004", Severity.MEDIUM);
        unused = workload.isFound("VDT-1005", Severity.LOW);
        unused = workload.isFound("VDT-1009", Severity.MEDIUM);
        unused = workload.isFound("VDT-1011", Severity.HIGH);
        unused = workload.isFound("VDT-1013", Severity.INFO);
        unused = workload.isFound("VDT-1016", Severity.INFO);
        Finding device = workload.isFound("VDT-1017", Severity.HIGH);
        assertThat(device.message()).contains("b 7:0");
        Finding parameter = range.findings()
                .await(
                        "VDT-1014",
                        finding -> finding.ruleId().equals("VDT-1014")
                                && finding.container()
                                        .pod()
                                        .uid()
                                        .equals(device.container().pod().uid()));
        assertThat(parameter.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(parameter.message()).contains("net.ipv4.ip_forward");
        workload.isSilentOn("VDT-1050", "VDT-2027");
    }

    @Test
    void whatIsTrueOfNearlyAllIsToldWithoutWeight() {
        Workload workload = range.ordinary();

        var unused = workload.isFound("VDT-1012", Severity.INFO);
        unused = workload.isFound("VDT-1018", Severity.INFO);
        workload.isSilentOn("VDT-1004", "VDT-1005", "VDT-1010", "VDT-1011", "VDT-1014", "VDT-1017");
    }

    @Test
    void whatKeepsToItselfIsSilent() {
        Workload workload = range.workload(
                pod -> pod.sysctl("net.ipv4.ip_unprivileged_port_start", "0"),
                container -> container.runtimeSeccomp().noNewPrivileges().dropCapability("ALL"));

        workload.isSilentOn(
                "VDT-1004",
                "VDT-1005",
                "VDT-1009",
                "VDT-1010",
                "VDT-1011",
                "VDT-1013",
                "VDT-1014",
                "VDT-1017",
                "VDT-1018");
    }
}
