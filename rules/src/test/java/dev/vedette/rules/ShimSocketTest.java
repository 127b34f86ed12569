package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity.Endpoint;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-2010")
class ShimSocketTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @CsvSource({
        "@/containerd-shim/abc.sock@, /usr/bin/containerd-shim-runc-v2",
        "@innocent, /usr/bin/containerd-shim",
        "/tmp/innocent, /usr/local/bin/containerd-shim-runc-v2",
        "@/containerd-shim/abc.sock@, \"\"",
        "/run/containerd/s/0659cb61b19d4c227f225e1e6c4034be8aecb5ae656a3df537a463d897c8c3b0, \"\"",
    })
    void findsShimsAtTheOtherEnd(String address, String owner) {
        var finding = JUDGE.only("VDT-2010", Events.byServer().connects(socket(address, owner.replace("\"", ""))));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnOtherSocketsAndOnTheRuntime() {
        assertThat(JUDGE.judge(Events.byServer().connects(socket("@/tmp/.X11-unix/X0", "/usr/bin/Xorg"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().connects(socket("@/containerd-shim/x.sock@", "/usr/bin/app"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().connects(socket("/run/app.sock", ""))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().connects(socket("/run/containerd/s/app.sock", ""))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2010", Events.byServer().onHost().connects(socket("@/x", "/usr/bin/containerd-shim"))))
                .isEmpty();
    }

    private static Endpoint socket(String address, String owner) {
        return new Endpoint(
                Family.UNIX, address, 0, owner.isEmpty() ? FileObject.NONE : FileObject.ofPath(owner), false);
    }
}
