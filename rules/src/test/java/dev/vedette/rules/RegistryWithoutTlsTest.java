package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-6004")
class RegistryWithoutTlsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsPlainHttpAndUncheckedCertificates() {
        assertThat(JUDGE.only("VDT-6004", endpoint("registry.example", false, true, false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-6004", endpoint("registry.example", true, false, false))
                        .message())
                .contains("certificate");
        assertThat(JUDGE.only("VDT-6004", endpoint("*", false, true, false)).message())
                .contains("any registry");
    }

    @Test
    void takesItMilderOnTheNodeItself() {
        assertThat(JUDGE.only("VDT-6004", endpoint("localhost:5000", false, true, true))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnCheckedTls() {
        assertThat(JUDGE.judge(endpoint("registry.example", true, true, false))).isEmpty();
    }

    private static RegistryEndpoint endpoint(String registry, boolean encrypted, boolean verified, boolean loopback) {
        return new RegistryEndpoint(
                "containerd",
                registry,
                (encrypted ? "https://" : "http://") + "mirror.example",
                encrypted,
                verified,
                loopback,
                new Place("/etc/containerd/certs.d/_default/hosts.toml", "", "", "", "", 1, 1),
                Events.EPOCH_NANOS);
    }
}
