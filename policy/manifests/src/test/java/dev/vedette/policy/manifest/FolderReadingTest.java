package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders with more in them than manifests: kustomizations and charts. */
class FolderReadingTest {
    private static final String CONFIG = "kind: ConfigMap\n";

    @TempDir
    Path folder;

    @Test
    void patchesOfAKustomizationAreNoManifestsOfTheirOwn() throws IOException {
        write("base/deployment.yaml", CONFIG);
        write("base/kustomization.yaml", "resources: [deployment.yaml]\n");
        write("prod/patch.yaml", "spec: {replicas: 3}\n");
        write("prod/settings.yaml", "a: b\n");
        write("prod/kustomization.yaml", """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../base]
                patches:
                - path: patch.yaml
                configMapGenerator:
                - name: settings
                  files: [app.yaml=settings.yaml]
                """);

        ManifestSet set = read();

        assertThat(set.manifests()).extracting(Manifest::file).containsExactly(path("base/deployment.yaml"));
        assertThat(set.problems())
                .singleElement()
                .asString()
                .startsWith(
                        path("prod/kustomization.yaml") + ":4:1: what comes of 'patches' is judged once it is built")
                .contains("vedette scan --kustomize " + path("prod"), "kubectl kustomize " + path("prod"));
    }

    @Test
    void nothingIsSaidOfAKustomizationThatChangesNothingThatIsJudged() throws IOException {
        write("a.yaml", CONFIG);
        write("kustomization.yml", "namespace: shop\nresources: [a.yaml]\nlabels: [{pairs: {a: b}}]\npatches:\n");

        assertThat(read().problems()).isEmpty();
        assertThat(read().manifests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/base?ref=v1", "../elsewhere", "absent.yaml", "a.txt", "\"\\0\"", "[a.yaml]"
            })
    void resourcesThatAreNotReadAreTold(String resource) throws IOException {
        write("a.yaml", CONFIG);
        write("a.txt", CONFIG);
        write("kustomization.yaml", "resources:\n- a.yaml\n- " + resource + "\n");

        assertThat(read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    }

    @Test
    void nothingIsSaidOfAKustomizationThatIsBuiltBesides() throws IOException {
        write("a.yaml", CONFIG);
        write("kustomization.yaml", "images: [{name: a, newTag: latest}]\nresources: [a.yaml]\n");

        assertThat(read().problems()).hasSize(1);
        ReadSettings built = new ReadSettings(PodTemplates.KNOWN, ChartRenderer.NONE, Set.of(folder.toRealPath()));
        assertThat(read(built).problems()).isEmpty();
    }

    @Test
    void fluxsObjectOfThatNameIsAManifest() throws IOException {
        write(
                "kustomization.yaml",
                "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: x}\n");

        assertThat(read().manifests()).extracting(Manifest::kind).containsExactly("Kustomization");
        assertThat(read().problems()).isEmpty();
    }

    @Test
    void aKustomizationThatIsNoYamlIsNamedWithItsPlace() throws IOException {
        write("a.yaml", CONFIG);
        write("kustomization.yaml", "patches: [\n");

        assertThat(read().problems()).singleElement().asString().contains("kustomization.yaml:2:1: is not YAML");
    }

    @Test
    void filesOfAChartAreLeftToWhoeverRendersIt() throws IOException {
        write("a.yaml", CONFIG);
        write("web/Chart.yaml", "name: web\n");
        write("web/values.yaml", "a: b\n");
        write("web/templates/deployment.yaml", "{{ .Values.a }}\n");
        List<Path> rendered = new ArrayList<>();

        ManifestSet set = read(new ReadSettings(
                PodTemplates.KNOWN,
                chart -> {
                    rendered.add(chart);
                    return ManifestReader.readMade("made", CONFIG, PodTemplates.KNOWN);
                },
                Set.of()));

        assertThat(rendered).containsExactly(folder.resolve("web"));
        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests()).extracting(Manifest::file).containsExactly("made", path("a.yaml"));
    }

    @Test
    void withoutARendererAChartIsNotJudgedAndTheWayOutIsSaid() throws IOException {
        write("web/Chart.yaml", "name: web\n");

        assertThat(read().problems())
                .singleElement()
                .hasToString(path("web") + ": a chart is judged once rendered: helm template CHART | vedette scan -");
    }

    @Test
    void handsOverAFileBeforeItReadsTheNext() throws IOException {
        write("a.yaml", "kind: Pod\n");
        write("b.yaml", "kind: Pod\n");
        List<String> kinds = new ArrayList<>();

        ManifestReader.read(List.of(folder.toString()), InputStream.nullInputStream(), ReadSettings.DEFAULT, part -> {
            part.manifests().forEach(manifest -> kinds.add(manifest.kind()));
            assertThatCode(() -> write("b.yaml", "kind: Service\n")).doesNotThrowAnyException();
        });

        assertThat(kinds).containsExactly("Pod", "Service");
    }

    private ManifestSet read() {
        return read(ReadSettings.DEFAULT);
    }

    private ManifestSet read(ReadSettings settings) {
        return ReadTogether.of(List.of(folder.toString()), InputStream.nullInputStream(), settings);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
