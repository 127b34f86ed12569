package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FindingLineTest {
    private final FindingLine line = new FindingLine(false, ZoneOffset.UTC);

    @Test
    void saysTimeSeverityIdWhatWhereResponseAndDelay() {
        assertThat(line.of(SampleFindings.finding(1)))
                .isEqualTo("20:26:40.123  CRITICAL VDT-2002  wrote the kernel's core_pattern  "
                        + "[shop/web-1/web]  pause  +1.5 ms  id-1");
    }

    @Test
    void tellsAuditFromEnforcement() {
        Verdict audit = new Verdict(ResponseAction.PAUSE, false, "p", "w", "");
        assertThat(line.of(SampleFindings.finding(1, "m", audit))).contains("alert (audit: would pause)");
    }

    @Test
    void keepsControlCharactersOfAttackersFromTheTerminal() {
        String hostile = "opened \u001b]0;owned\u0007 \u202egnp.exe\nfake line";
        assertThat(line.of(SampleFindings.finding(1, hostile, Verdict.DEFAULT)))
                .doesNotContain("\u001b")
                .doesNotContain("\n")
                .doesNotContain("\u202e")
                .contains("\\u001b");
    }
}
