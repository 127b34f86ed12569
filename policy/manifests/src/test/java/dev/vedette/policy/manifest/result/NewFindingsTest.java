package dev.vedette.policy.manifest.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestReader;
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
        List<ScanFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<ScanFinding> now =
                scan("a.yaml", "# one\n# more\n" + pod("web", container("first", false) + container("app", true)));

        assertThat(before).hasSize(1);
        assertThat(since(before, now)).isEmpty();
    }

    @Test
    void whatIsThereOnceMoreIsNewOnce() {
        List<ScanFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<ScanFinding> now = scan("a.yaml", pod("web", container("app", true) + container("other", true)));

        assertThat(since(before, now))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("other"));
    }

    @Test
    void aMovedFileMakesNothingNewButACopyInAnotherDoes() {
        List<ScanFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<ScanFinding> moved = scan("b.yaml", pod("web", container("app", true)));
        List<ScanFinding> both = new ArrayList<>(moved);
        both.addAll(before);

        assertThat(since(before, moved)).isEmpty();
        assertThat(since(before, both)).isEqualTo(moved);
    }

    @Test
    void anotherObjectsFindingIsNew() {
        List<ScanFinding> before = scan("a.yaml", pod("web", container("app", true)));
        List<ScanFinding> now = scan("a.yaml", pod("shop", container("app", true)));

        assertThat(since(before, now)).isEqualTo(now);
    }

    private static List<ScanFinding> since(List<ScanFinding> before, List<ScanFinding> now) {
        return NewFindings.since(before, now, ScanFinding::fingerprint);
    }

    private static List<ScanFinding> scan(String file, String text) {
        ScanRun run = new RunByStandard(SCAN, SourcePaths.ofWorkingDirectory());
        run.take(ManifestReader.readText(file, text));
        return run.result().findings();
    }

    private static String pod(String name, String containers) {
        return "kind: Pod\nmetadata: {name: " + name + "}\nspec:\n  containers:\n" + containers;
    }

    private static String container(String name, boolean privileged) {
        return "  - {name: " + name + ", image: x, securityContext: {privileged: " + privileged + "}}\n";
    }
}
