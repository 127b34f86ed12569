package dev.vedette.policy.admission.standards;

import static dev.vedette.policy.admission.standards.Asked.hostPod;
import static dev.vedette.policy.admission.standards.Asked.json;
import static dev.vedette.policy.admission.standards.Asked.making;
import static dev.vedette.policy.admission.standards.Asked.plainPod;
import static dev.vedette.policy.admission.standards.Asked.pod;
import static dev.vedette.policy.admission.standards.Asked.update;
import static dev.vedette.policy.admission.standards.Asked.workload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardsReviewerTest {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String WARN = "pod-security.kubernetes.io/warn";
    private static final String AUDIT = "pod-security.kubernetes.io/audit";
    private static final StandardsSettings NO_DEFAULTS =
            new StandardsSettings(NamespaceDemands.NONE, Set.of("free"), Set.of("system:free"), Set.of("kata"));

    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final KnownCluster cluster = new KnownCluster(namespaces);

    @Test
    void refusesAPodThatFailsWhatItsNamespaceEnforces() {
        labels(Map.of(ENFORCE, "baseline"));

        AdmissionAnswer answer = review(making(hostPod()));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("baseline:latest", "hostNamespaces", "/spec/hostPID");
        assertThat(answer.audit()).containsEntry("enforce-policy", "baseline:latest");
        assertThat(review(making(plainPod())).allowed()).isTrue();
    }

    @Test
    void warnsOfAndAuditsWhatIsNotEnforced() {
        labels(Map.of(ENFORCE, "baseline", WARN, "restricted", AUDIT, "restricted"));

        AdmissionAnswer answer = review(making(plainPod()));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).singleElement().asString().contains("restricted:latest", "runAsNonRoot");
        assertThat(answer.audit().get("audit-violations")).contains("restricted:latest", "runAsNonRoot");
    }

    @Test
    void doesNotWarnWhomItRefuses() {
        labels(Map.of(ENFORCE, "baseline", WARN, "restricted"));

        assertThat(review(making(hostPod())).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment            | deployments            | {"spec":{"template":{"spec":%s}}}
            ReplicationController | replicationcontrollers | {"spec":{"template":{"spec":%s}}}
            CronJob               | cronjobs               | {"spec":{"jobTemplate":{"spec":{"template":{"spec":%s}}}}}
            PodTemplate           | podtemplates           | {"template":{"spec":%s}}
            """)
    void whatMakesPodsIsWarnedOfWhatIsEnforcedAndNeverRefused(String kind, String resource, String form) {
        labels(Map.of(ENFORCE, "baseline", AUDIT, "baseline"));
        JsonNode object = json(form.formatted(hostPod().path("spec")));

        AdmissionAnswer answer = review(workload(kind, resource, object));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).singleElement().asString().contains("a pod of it fails", "hostNamespaces");
        assertThat(answer.audit()).containsKey("audit-violations").doesNotContainKey("enforce-policy");
    }

    @Test
    void whatMakesPodsMayHaveNoTemplate() {
        labels(Map.of(ENFORCE, "baseline"));

        assertThat(review(workload("ReplicationController", "replicationcontrollers", json("{\"spec\":{}}"))))
                .isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @Test
    void aLevelThatCannotBeReadIsEnforcedAsRestrictedAndNotWarnedOf() {
        labels(Map.of(ENFORCE, "strict", WARN, "strict"));

        AdmissionAnswer answer = review(making(plainPod()));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("restricted:latest");
        assertThat(answer.audit().get("error")).contains("'strict'");
    }

    @ParameterizedTest
    @CsvSource({"v1.33, true", "v1.34, false", "latest, false", "v1.99, false", "garbage, false"})
    void asksTheVersionThatALabelNames(String version, boolean allowed) {
        labels(Map.of(ENFORCE, "baseline", ENFORCE + "-version", version));
        JsonNode probing = json("{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"m\",\"livenessProbe\":"
                + "{\"httpGet\":{\"host\":\"example.com\",\"port\":80}}}]}}");

        assertThat(review(making(probing)).allowed()).isEqualTo(allowed);
    }

    @Test
    void whereLabelsSayNothingTheDefaultsHold() {
        labels(Map.of());
        StandardsSettings baseline = new StandardsSettings(
                new NamespaceDemands(
                        PodSecurityDemand.parse("baseline"), PodSecurityDemand.NONE, PodSecurityDemand.NONE, List.of()),
                Set.of(),
                Set.of(),
                Set.of());

        assertThat(review(making(hostPod())).allowed()).isTrue();
        assertThat(new StandardsReviewer(baseline, cluster)
                        .review(making(hostPod()).request(), soon())
                        .allowed())
                .isFalse();
    }

    @Test
    void namespacesUsersAndRuntimeClassesCanBeExempt() {
        labels(Map.of(ENFORCE, "restricted"));

        assertThat(review(making(hostPod()).in("free")).audit()).containsEntry("exempt", "namespace");
        assertThat(review(making(hostPod()).by("system:free")).audit()).containsEntry("exempt", "user");
        assertThat(review(making(pod("\"runtimeClassName\":\"kata\",\"hostPID\":true")))
                        .audit())
                .containsEntry("exempt", "runtimeClass");
        assertThat(review(making(pod("\"runtimeClassName\":\"runc\",\"hostPID\":true")))
                        .allowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"})
    void leavesSubresourcesAloneThatHaveChecksOfTheirOwn(String subResource) {
        labels(Map.of(ENFORCE, "restricted"));

        assertThat(review(making(hostPod()).of(subResource))).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ephemeralcontainers", "resize", "novelty"})
    void judgesAllOtherSubresourcesAsPods(String subResource) {
        labels(Map.of(ENFORCE, "restricted"));

        assertThat(review(making(hostPod()).of(subResource)).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "CONNECT"})
    void judgesOnlyWhatIsMadeOrChanged(String operation) {
        labels(Map.of(ENFORCE, "restricted"));

        assertThat(review(making(hostPod()).as(operation))).isEqualTo(AdmissionAnswer.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the same                       | {"containers":[{"name":"a","image":"x"}]}                                    | true
            a deadline                     | {"containers":[{"name":"a","image":"x"}],"activeDeadlineSeconds":5}          | true
            another image                  | {"containers":[{"name":"a","image":"y"}]}                                    | false
            one container more             | {"containers":[{"name":"a","image":"x"},{"name":"b","image":"x"}]}           | false
            one init container more        | {"containers":[{"name":"a","image":"x"}],"initContainers":[{"name":"i"}]}    | false
            an ephemeral container         | {"containers":[{"name":"a","image":"x"}],"ephemeralContainers":[{"name":"e"}]} | false
            """)
    void anUpdateMattersWhereAnImageOrAContainerIsAnother(String what, String spec, boolean allowed) {
        labels(Map.of(ENFORCE, "restricted"));
        JsonNode before = json("{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"x\"}]}}");
        JsonNode now = json("{\"kind\":\"Pod\",\"spec\":" + spec + "}");

        assertThat(review(update(now, before)).allowed()).as(what).isEqualTo(allowed);
    }

    @Test
    void anOldAnnotationForSeccompMattersAndOthersDoNot() {
        labels(Map.of(ENFORCE, "restricted"));
        String annotated =
                "{\"metadata\":{\"annotations\":{\"%s\":\"unconfined\"}},\"spec\":{\"containers\":[{\"name\":\"a\"}]}}";
        JsonNode before = json(annotated.formatted("other"));

        assertThat(review(update(json(annotated.formatted("another")), before)).allowed())
                .isTrue();
        for (String name : List.of(
                "seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/a")) {
            assertThat(review(update(json(annotated.formatted(name)), before)).allowed())
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void aNamespaceThatIsNotKnownLeavesItsPodsUnjudged() {
        assertThat(review(making(hostPod())).unjudged())
                .singleElement()
                .asString()
                .contains("shop", "does not name it");

        cluster.goAway();

        assertThat(review(making(hostPod())).unjudged())
                .singleElement()
                .asString()
                .contains("shop", "it is away");
    }

    @Test
    void aPodThatCannotBeReadIsUnjudged() {
        labels(Map.of(ENFORCE, "baseline"));

        assertThat(review(making(pod("\"hostPID\":\"yes\""))).unjudged())
                .singleElement()
                .asString()
                .contains("/spec/hostPID");
        assertThat(review(making(json("{\"kind\":\"Pod\"}"))).unjudged()).isNotEmpty();
        assertThat(review(making(null)).unjudged()).isNotEmpty();
    }

    @Test
    void saysNothingOfOtherKinds() {
        labels(Map.of(ENFORCE, "restricted"));

        assertThat(review(workload("Service", "services", json("{\"spec\":{}}"))))
                .isEqualTo(AdmissionAnswer.ALLOWED);
    }

    private void labels(Map<String, String> labels) {
        namespaces.put("shop", labels);
    }

    private AdmissionAnswer review(Asked asked) {
        return new StandardsReviewer(NO_DEFAULTS, cluster).review(asked.request(), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }
}
