package dev.vedette.policy.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HelmChartsTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {spec: {hostPID: {{ .Values.hostPID }}, containers: [{name: {{ .Values.name }}}]}}}
            """;

    @TempDir
    Path folder;

    private Tree tree;

    @BeforeEach
    void writeAChart() throws IOException {
        tree = new Tree(folder);
        chart("web");
        tree.write("web/values.yaml", "hostPID: false\nname: app\n");
        tree.write("web/templates/deployment.yaml", DEPLOYMENT);
    }

    @Test
    void rendersWithValuesAndNamesTheTemplate() throws IOException {
        Path file = tree.write("prod.yaml", "hostPID: true\nname: prod\n");

        Manifest plain = only(render(List.of(), List.of()));
        assertThat(plain.file())
                .isEqualTo(folder.resolve("web/templates/deployment.yaml").toString());
        assertThat(plain.root().line()).isZero();
        assertThat(plain.root().toString()).contains("hostPID=", "value=false", "value=app");
        assertThat(only(render(List.of(file), List.of("name=set"))).root().toString())
                .contains("value=true", "value=set")
                .doesNotContain("value=prod");
    }

    @Test
    void aChartThatDemandsANewKubernetesIsRendered() throws IOException {
        tree.write("web/Chart.yaml", head("web") + "kubeVersion: '>=1.35.0-0'\n");

        assertThat(render(List.of(), List.of()).problems()).isEmpty();
    }

    @Test
    void rendersHooksToo() throws IOException {
        tree.write("web/templates/migrate.yaml", """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate, annotations: {"helm.sh/hook": pre-install}}
                spec: {template: {spec: {containers: [{name: a}]}}}
                """);

        ManifestSet set = render(List.of(), List.of());

        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests()).extracting(Manifest::kind).contains("Job", "Deployment");
        assertThat(set.manifests().toString()).contains("helm.sh/hook").doesNotContain("hOOk");
    }

    @Test
    void chartsWithinAreRenderedPackedOnesToo() throws IOException {
        chart("web/charts/redis");
        tree.write("web/charts/redis/templates/a.yaml", "kind: ConfigMap\nmetadata: {name: redis}\n");
        pack("web/charts/db-1.0.0.tgz", "db/Chart.yaml", head("db"), "db/templates/b.yaml", "kind: Secret\n");

        assertThat(render(List.of(), List.of()).manifests())
                .extracting(Manifest::file)
                .contains(
                        folder.resolve("web/charts/redis/templates/a.yaml").toString(),
                        folder.resolve("web/charts/db/templates/b.yaml").toString());
    }

    @Test
    void aPackedChartIsRendered() throws IOException {
        Path packed =
                pack("small.tgz", "small/Chart.yaml", head("small"), "small/templates/b.yaml", "kind: ConfigMap\n");

        try (HelmCharts charts = new HelmCharts(List.of(), List.of(), PodTemplates.KNOWN)) {
            assertThat(only(charts.render(packed)).file()).isEqualTo(packed + "/templates/b.yaml");
        }
    }

    @Test
    void aLibraryMakesNothingAndIsNoProblem() throws IOException {
        tree.write("web/Chart.yaml", head("web") + "type: library\n");

        assertThat(render(List.of(), List.of())).isEqualTo(new ManifestSet(List.of(), List.of()));
    }

    @Test
    void whatCannotBeRenderedIsSaidWithItsReason() throws IOException {
        tree.write(
                "missing/Chart.yaml", head("missing") + "dependencies: [{name: pg, version: 1.0.0, repository: x}]\n");
        tree.write("broken/Chart.yaml", head("broken"));
        tree.write("broken/templates/a.yaml", "a: {{ .Values.x.y }}\n");
        tree.write("empty/Chart.yaml", head("empty"));
        tree.write("leads/Chart.yaml", head("leads"));
        Files.createSymbolicLink(folder.resolve("leads/values.yaml"), Path.of("/etc/hostname"));
        pack("evil.tgz", "../evil.yaml", "a: b\n");

        try (HelmCharts charts = new HelmCharts(List.of(), List.of(), PodTemplates.KNOWN)) {
            assertThat(problem(charts, "missing")).contains("missing in charts/ directory: pg");
            assertThat(problem(charts, "broken"))
                    .contains("broken/templates/a.yaml:1", "nil pointer")
                    .doesNotContain("--debug");
            assertThat(problem(charts, "empty")).contains("nothing comes of this chart");
            assertThat(problem(charts, "leads")).contains("values.yaml is no file of the chart, but leads elsewhere");
            assertThat(problem(charts, "evil.tgz")).contains("a file outside of itself");
            assertThat(problem(charts, "absent")).contains("there is no such chart");
            assertThat(charts.render(folder.resolve("web")).manifests()).hasSize(1);
        }
        assertThat(folder.resolve("../evil.yaml")).doesNotExist();
    }

    private ManifestSet render(List<Path> values, List<String> sets) {
        try (HelmCharts charts = new HelmCharts(values, sets, PodTemplates.KNOWN)) {
            return charts.render(folder.resolve("web"));
        }
    }

    private static Manifest only(ManifestSet set) {
        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests()).hasSize(1);
        return set.manifests().getFirst();
    }

    private String problem(HelmCharts charts, String chart) {
        ManifestSet set = charts.render(folder.resolve(chart));
        assertThat(set.manifests()).isEmpty();
        assertThat(set.problems()).hasSize(1);
        ManifestProblem problem = set.problems().getFirst();
        assertThat(problem.file()).isEqualTo(folder.resolve(chart).toString());
        return problem.message();
    }

    private void chart(String path) throws IOException {
        tree.write(path + "/Chart.yaml", head(Path.of(path).getFileName().toString()));
    }

    private static String head(String name) {
        return "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n";
    }

    private Path pack(String name, String... filesAndTexts) throws IOException {
        Path packed = folder.resolve(name);
        Files.createDirectories(packed.getParent());
        try (OutputStream out = Files.newOutputStream(packed);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (int i = 0; i < filesAndTexts.length; i += 2) {
                byte[] content = filesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(filesAndTexts[i], true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return packed;
    }
}
