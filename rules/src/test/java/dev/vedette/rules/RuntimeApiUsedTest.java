package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2011")
class RuntimeApiUsedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"/run/containerd/containerd.sock", "/tmp/harmless", "@abstract"})
    void findsTheRuntimeBehindAnyName(String address) {
        Finding finding = JUDGE.only("VDT-2011", Events.byServer().connects(unix(address, true)));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains(address);
    }

    @Test
    void isSilentOnOtherSocketsEvenWithARuntimesName() {
        assertThat(JUDGE.judge(Events.byServer().connects(unix("/run/docker.sock", false))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().onHost().connects(unix("/run/docker.sock", true))))
                .isEmpty();
    }

    private static SocketActivity.Endpoint unix(String address, boolean runtimeApi) {
        return new SocketActivity.Endpoint(
                SocketActivity.Family.UNIX, address, 0, FileObject.ofPath("/usr/bin/containerd"), runtimeApi);
    }
}
