package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ModuleReachable;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7012")
class RiskyModuleTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsWhatIsLoadedUnusedAndWhatComesWhenAskedFor() {
        assertThat(JUDGE.only("VDT-7012", esp(true, false)).evidence().get("remedy"))
                .contains("modprobe -r esp4");
        assertThat(JUDGE.only("VDT-7012", esp(false, false)).message()).contains("as soon as somebody asks for it");
    }

    @Test
    void isSilentOnWhatIsInUse() {
        assertThat(JUDGE.judge(esp(true, true))).isEmpty();
    }

    private static ModuleReachable esp(boolean loaded, boolean used) {
        return new ModuleReachable("esp4", loaded, used, "CVE-2022-27666", "IPsec", "2026-01-02", Events.EPOCH_NANOS);
    }
}
