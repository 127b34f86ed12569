package dev.vedette.policy.admission.standards;

import static dev.vedette.policy.admission.standards.Asked.json;
import static dev.vedette.policy.admission.standards.Asked.namespaceMade;
import static dev.vedette.policy.admission.standards.Asked.relabel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceReviewerTest {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private final KnownCluster cluster = new KnownCluster(Map.of());

    @Test
    void namesThePodsThatWouldNotBeLetInAgainThoseThatFailAlikeTogether() {
        running("web-1", "\"hostPID\":true");
        running("api", "\"hostPID\":true");
        running("web-2", "\"hostPID\":true");
        running("disk", "\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/\"}}]");
        running("sandboxed", "\"hostPID\":true,\"runtimeClassName\":\"kata\"");
        running("fine", "\"hostPID\":false");

        AdmissionAnswer answer = review(relabel(Map.of(ENFORCE, "baseline"), Map.of()));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings())
                .hasSize(3)
                .contains("api and 2 other pods: hostNamespaces", "disk: hostPathVolumes");
        assertThat(answer.warnings().getFirst()).contains("shop", "baseline:latest");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            baseline,   privileged, true
            restricted, baseline,   true
            baseline,   baseline,   false
            baseline,   restricted, false
            privileged, restricted, false
            """)
    void looksAtPodsOnlyWhereMoreIsDemanded(String level, String before, boolean looks) {
        running("web", "\"hostPID\":true");

        assertThat(review(relabel(Map.of(ENFORCE, level), Map.of(ENFORCE, before)))
                        .warnings()
                        .isEmpty())
                .isEqualTo(!looks);
    }

    @Test
    void looksAtPodsWhereAnotherVersionIsDemanded() {
        running("web", "\"hostPID\":true");
        Map<String, String> pinned = Map.of(ENFORCE, "baseline", ENFORCE + "-version", "v1.20");

        assertThat(review(relabel(Map.of(ENFORCE, "baseline"), pinned)).warnings())
                .isNotEmpty();
    }

    @Test
    void looksAtNoMoreThanThreeThousandAndSaysSo() {
        for (int i = 0; i < 3_005; i++) {
            running("web-" + i, "\"hostPID\":true");
        }

        assertThat(review(relabel(Map.of(ENFORCE, "baseline"), Map.of())).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("only 3000 of at least 3005"))
                .contains("web-0 and 2999 other pods: hostNamespaces");
    }

    @Test
    void saysWhyItCouldNotLook() {
        cluster.goAway();

        AdmissionAnswer answer = review(relabel(Map.of(ENFORCE, "baseline"), Map.of()));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).singleElement().asString().contains("could not be looked at", "it is away");
    }

    @Test
    void tellsOfThePodsThatCameThoughOthersDidNot() {
        running("bare", "\"hostPID\":true");
        cluster.breakOff();

        AdmissionAnswer answer = review(relabel(Map.of(ENFORCE, "baseline"), Map.of()));

        assertThat(answer.warnings().toString())
                .contains("more pods than 1", "could not be looked at: it broke off", "bare: hostNamespaces");
    }

    @Test
    void labelsThatCannotBeReadAreRefusedWhereTheyAreNew() {
        Map<String, String> bad = Map.of(ENFORCE, "strict");
        Map<String, String> other = Map.of(ENFORCE, "strict", ENFORCE + "-version", "1.29");

        assertThat(review(namespaceMade(bad)).allowed()).isFalse();
        assertThat(review(namespaceMade(bad)).message()).contains("'strict'", "baseline or restricted");
        assertThat(review(relabel(bad, Map.of())).allowed()).isFalse();
        assertThat(review(relabel(other, bad)).allowed()).isFalse();
        assertThat(review(relabel(bad, bad)).allowed()).isTrue();
    }

    @Test
    void saysOfAnExemptNamespaceThatItsLabelsDemandNothing() {
        Asked asked = new Asked(
                "UPDATE",
                "Namespace",
                "namespaces",
                "",
                "x",
                "jane",
                Asked.namespace(Map.of(ENFORCE, "baseline")),
                Asked.namespace(Map.of()));

        assertThat(review(asked).warnings()).singleElement().asString().contains("is exempt");
    }

    private void running(String name, String spec) {
        cluster.running(json("{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"containers\":[{\"name\":\"m\"}],"
                + spec + "}}"));
    }

    /** Requests are of the namespace x, which is exempt, if the test says so. */
    private AdmissionAnswer review(Asked asked) {
        StandardsSettings settings = new StandardsSettings(
                NamespaceDemands.NONE,
                asked.namespace().equals("x") ? Set.of("x") : Set.of(),
                Set.of(),
                Set.of("kata"));
        var request = asked.request();
        return new StandardsReviewer(settings, cluster).review(request, Deadline.in(Duration.ofSeconds(10)));
    }
}
