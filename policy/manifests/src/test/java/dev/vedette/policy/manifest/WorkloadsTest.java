package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
    private static final String PRIVILEGED = "{containers: [{name: a, securityContext: {privileged: true}}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deployment",
                "ReplicaSet",
                "ReplicationController",
                "StatefulSet",
                "DaemonSet",
                "Job",
                "SomeCustomWorkload"
            })
    void findsThePodOfATemplate(String kind) {
        IsolationObserved fact = Facts.of("kind: " + kind
                        + "\nmetadata: {name: n, namespace: s}\nspec: {template: {metadata: {labels: {app: x}}, spec: "
                        + PRIVILEGED + "}}\n")
                .only(Isolation::privileged);

        assertThat(fact.place().kind()).isEqualTo(kind);
        assertThat(fact.place().name()).isEqualTo("n");
        assertThat(fact.place().pointer()).isEqualTo("/spec/template/spec/containers/0/securityContext/privileged");
        assertThat(fact.container().pod().labels()).containsEntry("app", "x");
    }

    @Test
    void findsThePodOfACronJobAndAPodTemplate() {
        assertThat(Facts.of("kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: " + PRIVILEGED + "}}}}\n")
                        .where(Isolation::privileged))
                .hasSize(1);
        assertThat(Facts.of("kind: PodTemplate\ntemplate: {spec: " + PRIVILEGED + "}\n")
                        .where(Isolation::privileged))
                .hasSize(1);
    }

    @Test
    void otherKindsMakeNoFactsAndNoProblems() {
        Facts facts = Facts.of("kind: ConfigMap\ndata: {a: b}\n---\nkind: Service\nspec: {ports: []}\n");

        assertThat(facts.all()).isEmpty();
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void aPodWithoutANameHasTheOneItsNameIsMadeFrom() {
        assertThat(Facts.of("kind: Pod\nmetadata: {generateName: job-}\nspec: " + PRIVILEGED + "\n")
                        .only(Isolation::privileged)
                        .place()
                        .name())
                .isEqualTo("job-");
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-7d9f8c6b5, web",
        "Job, backup-29012345, backup",
        "StatefulSet, db, db",
    })
    void aControlledPodBelongsToTheWorkloadThatPeopleKnow(String kind, String owner, String workload) {
        Facts facts = Facts.of("""
                kind: Pod
                metadata:
                  name: some-pod
                  labels: {pod-template-hash: 7d9f8c6b5}
                  ownerReferences: [{kind: %s, name: %s, controller: true}]
                spec: %s
                """.formatted(kind, owner, PRIVILEGED));

        assertThat(facts.only(Isolation::privileged).container().pod().workload())
                .isEqualTo(workload);
    }
}
