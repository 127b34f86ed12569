package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulePageTest {
    @Test
    void readsFrontMatterAndPage() throws Exception {
        RuleInfo rule = RulePage.read("VDT-9-x.md", """
                ---
                id: VDT-9
                title: Something happened
                severity: high
                techniques: [T1611, T1552]
                parameters:
                  names: [a, b]
                ---
                ## What it means

                ---
                A line above is no fence any more.
                """);

        assertThat(rule.id()).isEqualTo("VDT-9");
        assertThat(rule.title()).isEqualTo("Something happened");
        assertThat(rule.severity()).isEqualTo(Severity.HIGH);
        assertThat(rule.techniques()).containsExactly("T1611", "T1552");
        assertThat(rule.parameters()).isEqualTo(Map.of("names", List.of("a", "b")));
        assertThat(rule.judgesHost()).isFalse();
        assertThat(rule.page()).startsWith("## What it means").endsWith("any more.");
    }

    @Test
    void saysWhetherTheRuleJudgesTheNodesOwnProcesses() throws Exception {
        assertThat(RulePage.read("x.md", "---\nid: A\ntitle: t\nseverity: low\nhost: true\n---\npage\n")
                        .judgesHost())
                .isTrue();
    }

    @Test
    void saysWhetherTheRuleNamesACulprit() throws Exception {
        RuleInfo rule = RulePage.read("x.md", "---\nid: A\ntitle: t\nseverity: low\nculprit: true\n---\npage\n");

        assertThat(rule.namesCulprit()).isTrue();
        assertThat(rule.judgesHost()).isFalse();
    }

    @Test
    void readsPagesWrittenOnWindows() throws Exception {
        assertThat(RulePage.read("x.md", "---\r\nid: A\r\ntitle: t\r\nseverity: low\r\n---\r\npage\r\n")
                        .page())
                .isEqualTo("page");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "# Title\n"                                        | has no front matter
            "---\nid: A\n"                                     | has no front matter
            "---\n---\n"                                       | has an empty front matter
            "---\ntitle: t\nseverity: low\n---\n"              | has no 'id'
            "---\nid: A\nseverity: low\n---\n"                 | has no 'title'
            "---\nid: A\ntitle: t\nseverity: dire\n---\n"      | has the severity 'dire'
            "---\nid: A\nid: B\n---\n"                         | line 3: the front matter has the key 'id' twice
            "---\nid: A\ntitle: t\nseverity: low\nhost: on\n---\n" | has 'host: on'
            "---\nid: A\ntitle: t\nseverity: low\nparameters: [a]\n---\n" | needs a mapping of lists
            """)
    void saysWhatIsMissing(String text, String words) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> RulePage.read("x.md", text))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("Rule page x.md")
                        .contains(words)
                        .endsWith("."));
    }
}
