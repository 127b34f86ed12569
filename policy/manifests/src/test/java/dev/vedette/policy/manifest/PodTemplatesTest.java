package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatesTest {
    private static final String POD = "{spec: {containers: [{name: a}]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            argoproj.io/v1alpha1                | Rollout         | spec: {template: POD}
            serving.knative.dev/v1              | Service         | spec: {template: POD}
            serving.knative.dev/v1              | Revision        | spec: {containers: [{name: a}]}
            agents.x-k8s.io/v1alpha1            | Sandbox         | spec: {podTemplate: POD}
            extensions.agents.x-k8s.io/v1alpha1 | SandboxTemplate | spec: {podTemplate: POD}
            unknown.example/v1                  | Fleet           | spec: {podTemplate: POD}
            jobset.x-k8s.io/v1alpha2            | JobSet          | spec: {replicatedJobs: [{template: {spec: {template: POD}}}]}
            batch.volcano.sh/v1alpha1           | Job             | spec: {tasks: [{template: POD}]}
            kubeflow.org/v1                     | PyTorchJob      | spec: {pytorchReplicaSpecs: {Worker: {template: POD}}}
            """)
    void findsThePodsOfCustomKinds(String version, String kind, String rest) {
        assertThat(workloads("apiVersion: " + version + "\nkind: " + kind + "\n" + rest.replace("POD", POD)))
                .singleElement()
                .satisfies(workload -> assertThat(workload.kind()).isEqualTo(kind));
    }

    @Test
    void findsEachPodWhereAKindMakesSeveral() {
        assertThat(workloads("""
                        apiVersion: ray.io/v1
                        kind: RayCluster
                        spec: {headGroupSpec: {template: %1$s}, workerGroupSpecs: [{template: %1$s}, {template: %1$s}]}
                        """.formatted(POD)).stream()
                        .map(workload -> workload.podSpec().pointer()))
                .containsExactly(
                        "/spec/headGroupSpec/template/spec",
                        "/spec/workerGroupSpecs/0/template/spec",
                        "/spec/workerGroupSpecs/1/template/spec");
    }

    @Test
    void takesAServiceOfTheCoreGroupForNoWorkload() {
        ManifestSet set = ManifestReader.readText("x", "apiVersion: v1\nkind: Service\nspec: {ports: []}");

        assertThat(workloads(set)).isEmpty();
    }

    @Test
    void findsWhereItIsToldOfAKindAndForgetsWhatItKnewOfIt() {
        PodTemplates told =
                PodTemplates.KNOWN.with(List.of(TemplatePath.parse("Job.batch.volcano.sh=spec.crew.*.pod")));
        ManifestSet set = ManifestReader.readMade(
                "x", "apiVersion: batch.volcano.sh/v1\nkind: Job\nspec: {crew: [{pod: " + POD + "}]}", told);

        assertThat(workloads(set)).hasSize(1);
        assertThat(told.of("Job", "batch")).isEqualTo(PodTemplates.KNOWN.of("Job", "batch"));
    }

    @Test
    void aKnownKindWithoutItsPodIsNoCleanVerdict() {
        for (Manifest manifest : ManifestReader.readText("x", "kind: Deployment\nspec: {replicas: 3}")
                .manifests()) {
            FieldReader fields = new FieldReader("x");

            assertThat(Workloads.in(manifest, fields).all()).isEmpty();
            assertThat(fields.problems())
                    .singleElement()
                    .hasToString("x:1:1: this Deployment has no pod's specification, and was not judged");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: PodTemplate                        | true
            {kind: PodTemplate, template: {}}        | false
            {kind: PodTemplate, template: x}         | false
            {kind: ConfigMap, data: {a: b}}          | true
            {kind: Pod, spec: {containers: []}}      | false
            """)
    void knowsAnObjectThatHasNoTemplateFromOneWhoseTemplateIsBad(String text, boolean hasNone) {
        Manifest manifest = ManifestReader.readText("x", text).manifests().getFirst();

        assertThat(Workloads.in(manifest, new FieldReader("x")).hasNoTemplate()).isEqualTo(hasNone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Job", "job=spec.template", "Job=", "Job=spec..template", "Job.Batch=spec", "a b=c"})
    void saysHowAPathIsWrittenIfItIsNone(String text) {
        assertThatThrownBy(() -> TemplatePath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Kind.group=spec.path.to.template");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod=.", "Job.batch.volcano.sh=spec.tasks.*.template", "Any=spec.template"})
    void aPathIsWrittenAsItIsRead(String text) {
        assertThat(TemplatePath.parse(text)).hasToString(text);
    }

    private static List<Workload> workloads(String text) {
        return workloads(ManifestReader.readText("x", text));
    }

    private static List<Workload> workloads(ManifestSet set) {
        FieldReader fields = new FieldReader("x");
        List<Workload> workloads = set.manifests().stream()
                .flatMap(manifest -> Workloads.in(manifest, fields).all().stream())
                .toList();
        assertThat(set.problems()).isEmpty();
        assertThat(fields.problems()).isEmpty();
        return workloads;
    }
}
