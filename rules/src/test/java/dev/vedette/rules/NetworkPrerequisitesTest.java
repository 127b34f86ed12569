package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.NodeSetting;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7007")
class NetworkPrerequisitesTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsWhatIsOffOrNotThere() {
        assertThat(JUDGE.only("VDT-7007", setting("net.ipv4.ip_forward", "0", Map.of("needed for", "routing")))
                        .message())
                .isEqualTo("net.ipv4.ip_forward is off, which the network of pods needs: routing.");
        assertThat(JUDGE.only("VDT-7007", setting("br_netfilter", "absent", Map.of()))
                        .message())
                .contains("br_netfilter is absent");
    }

    @Test
    void isSilentWhereItIsOnOrTheNetworkDoesWithout() {
        assertThat(JUDGE.judge(setting("net.ipv4.ip_forward", "1", Map.of()))).isEmpty();
        assertThat(JUDGE.judge(setting("br_netfilter", "absent", Map.of("network does without", "cilium"))))
                .isEmpty();
    }

    private static NodeSetting setting(String name, String value, Map<String, String> context) {
        return new NodeSetting("network", name, value, "/proc/sys", context, Events.EPOCH_NANOS);
    }
}
