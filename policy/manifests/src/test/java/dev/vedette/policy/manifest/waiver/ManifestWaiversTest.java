package dev.vedette.policy.manifest.waiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.WaiverUse;
import dev.vedette.policy.manifest.result.Withheld;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestWaiversTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final WaivableChecks CHECKS = WaivableChecks.ofStandard(Results.STANDARD);

    @Test
    void keepsBackThatCheckOnThatObjectAlone() {
        ScanResult result = waived(pod("a", "vedette.dev/waive-hostNamespaces: \"it watches; until 2027-01-31\"")
                + "---\n" + pod("b", ""));

        assertThat(result.findings())
                .extracting(
                        finding -> finding.check().id() + " " + finding.place().name())
                .containsExactly("privileged a", "hostNamespaces b", "privileged b");
        assertThat(result.withheld()).singleElement().satisfies(kept -> {
            assertThat(kept.cause()).isEqualTo(Withheld.Cause.ANNOTATION);
            assertThat(kept.why()).isEqualTo("it watches (until 2027-01-31)");
        });
        assertThat(result.waivers())
                .singleElement()
                .satisfies(use -> assertThat(use.state()).isEqualTo(WaiverUse.State.USED));
        assertThat(result.notices()).isEmpty();
    }

    @Test
    void doesNotReachAnObjectOfTheSameNameElsewhere() {
        String waived = pod("a", "vedette.dev/waive-hostNamespaces: \"it watches; until 2027-01-31\"");

        assertThat(waived(waived + "---\n" + pod("a", "")).findings())
                .extracting(ScanFinding::check)
                .filteredOn(check -> check.id().equals("hostNamespaces"))
                .hasSize(1);
    }

    @Test
    void reachesTheItemOfAListThatCarriesIt() {
        String waived = pod("a", "vedette.dev/waive-hostNamespaces: \"it watches; until 2027-01-31\"");
        String list = "kind: List\nitems:\n" + item(pod("b", "")) + item(waived);

        assertThat(waived(list).findings())
                .extracting(
                        finding -> finding.check().id() + " " + finding.place().name())
                .containsExactly("hostNamespaces b", "privileged b", "privileged a");
    }

    @Test
    void doesNotCountAfterItsLastDayAndSaysSo() {
        ScanResult result = waived(pod("a", "vedette.dev/waive-privileged: \"it builds; until 2027-01-30\""));

        assertThat(result.findings()).hasSize(2);
        assertThat(result.notices())
                .containsExactly("a.yaml:5:5: the waiver of privileged expired after 2027-01-30 and does not count");
    }

    @Test
    void saysThatItIsNotUsed() {
        ScanResult result = waived(pod("a", "vedette.dev/waive-hostPorts: \"it listens; until 2028-01-01\""));

        assertThat(result.notices()).containsExactly("a.yaml:5:5: the waiver of hostPorts is not used: take it out");
    }

    @Test
    void ofAnotherJudgeIsNoBusinessOfThisOne() {
        ScanResult result = waived(pod("a", "vedette.dev/waive-VDT-1002: \"it watches; until 2028-01-01\"") + "---\n"
                + pod("b", "vedette.dev/waive-runAsNonRoot: \"it watches; until 2028-01-01\""));

        assertThat(result.waivers()).isEmpty();
        assertThat(result.notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            waive-privileged: "it builds"                   | 23 | the waiver of privileged says no last day: write "REASON; until YYYY-MM-DD"
            waive-privileged: ""                            | 23 | the waiver of privileged says no last day: write "REASON; until YYYY-MM-DD"
            waive-privileged:                               | 22 | the waiver of privileged says no last day: write "REASON; until YYYY-MM-DD"
            waive-privileged: [a]                           | 23 | the waiver of privileged says no last day: write "REASON; until YYYY-MM-DD"
            waive-privileged: "; until 2027-01-31"          | 23 | the waiver of privileged gives no reason: write "REASON; until YYYY-MM-DD"
            waive-privileged: "  ;until 2027-01-31"         | 23 | the waiver of privileged gives no reason: write "REASON; until YYYY-MM-DD"
            waive-privileged: "it builds; until 2027-02-30" | 23 | the waiver of privileged ends on '2027-02-30', which is no day of the calendar: write "REASON; until YYYY-MM-DD"
            waive-privileged: "it builds; until tomorrow"   | 23 | the waiver of privileged ends on 'tomorrow', which is no day of the calendar: write "REASON; until YYYY-MM-DD"
            waive-privilegd: "it builds; until 2027-01-31"  | 5  | this waiver is of nothing: there is no rule or check 'privilegd'; did you mean 'privileged'?
            waive-: "it builds; until 2027-01-31"           | 5  | this waiver is of nothing: there is no rule or check ''; 'vedette explain' lists the rules
            """)
    void thatIsNotInOrderIsSaidWithItsPlaceAndCountsForNothing(String annotation, int column, String message) {
        int prefix = "vedette.dev/".length();
        ScanResult result = waived(pod("a", "vedette.dev/" + annotation));

        assertThat(result.findings()).hasSize(2);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.problems())
                .extracting(Object::toString)
                .containsExactly("a.yaml:5:" + (column == 5 ? 5 : column + prefix) + ": " + message);
    }

    private static ScanResult waived(String text) {
        ManifestSet set = ManifestReader.readText("a.yaml", text);
        ManifestWaivers read = new ManifestWaivers(CHECKS).read(set);
        return new Waivers(read.waivers(), CHECKS, TODAY)
                .applyTo(Results.of(set).notJudging(read.problems()));
    }

    private static String pod(String name, String annotation) {
        return """
                kind: Pod
                metadata:
                  name: %s
                  annotations:
                    %s
                spec:
                  hostPID: true
                  containers: [{name: main, securityContext: {privileged: true}}]
                """.formatted(name, annotation.isEmpty() ? "x: y" : annotation);
    }

    private static String item(String object) {
        return object.indent(4).replaceFirst("    ", "  - ");
    }
}
