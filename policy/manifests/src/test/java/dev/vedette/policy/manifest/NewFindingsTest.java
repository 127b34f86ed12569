package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.podsecurity.PodSecurityFinding;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewFindingsTest {
    private static final PodSecurityScan SCAN =
            new PodSecurityScan(new PodSecurityStandard(PodSecurityLevel.BASELINE, PodSecurityVersion.parse("latest")));

    @Test
    void movedLinesAndItemsBeforeMakeNothingNew() {
        List<PodSecurityFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<PodSecurityFinding> now =
                scan("a.yaml", "# one\n# more\n" + pod("web", container("first", false) + container("app", true)));

        assertThat(before).hasSize(1);
        assertThat(since(before, now)).isEmpty();
    }

    @Test
    void whatIsThereOnceMoreIsNewOnce() {
        List<PodSecurityFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<PodSecurityFinding> now = scan("a.yaml", pod("web", container("app", true) + container("other", true)));

        assertThat(since(before, now))
                .singleElement()
                .satisfies(finding -> assertThat(finding.violation().message()).contains("other"));
    }

    @Test
    void aMovedFileMakesNothingNewButACopyInAnotherDoes() {
        List<PodSecurityFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<PodSecurityFinding> moved = scan("b.yaml", pod("web", container("app", true)));
        List<PodSecurityFinding> both = new ArrayList<>(moved);
        both.addAll(before);

        assertThat(since(before, moved)).isEmpty();
        assertThat(since(before, both)).isEqualTo(moved);
    }

    @Test
    void anotherObjectsFindingIsNew() {
        List<PodSecurityFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<PodSecurityFinding> now = scan("a.yaml", pod("shop", container("app", true)));

        assertThat(since(before, now)).isEqualTo(now);
    }

    private static List<PodSecurityFinding> since(List<PodSecurityFinding> before, List<PodSecurityFinding> now) {
        return NewFindings.since(before, now, PodSecurityFinding::fingerprint);
    }

    private static List<PodSecurityFinding> scan(String file, String text) {
        return SCAN.judge(ManifestReader.readText(file, text)).findings();
    }

    private static String pod(String name, String containers) {
        return "kind: Pod\nmetadata: {name: " + name + "}\nspec:\n  containers:\n" + containers;
    }

    private static String container(String name, boolean privileged) {
        return "  - {name: " + name + ", image: x, securityContext: {privileged: " + privileged + "}}\n";
    }
}
