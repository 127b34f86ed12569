package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
    private static final String POD = "kind: Pod\nmetadata: {name: a}\n";

    @TempDir
    Path folder;

    @Test
    void readsEveryDocumentOfAText() {
        assertThat(ManifestReader.readText("x", POD + "---\n# nothing\n---\n" + POD)
                        .manifests())
                .extracting(manifest -> manifest.root().line())
                .containsExactly(1, 6);
    }

    @Test
    void readsJsonWhateverItIsIndentedWith() {
        ManifestSet set = ManifestReader.readText(
                "x.json", "{\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\n\t\t\"name\": \"a\"\n\t}\n}\n");

        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests()).hasSize(1);
    }

    @Test
    void opensListsOfObjectsAndListsWithinThem() {
        ManifestSet set = ManifestReader.readText(
                "x", "{kind: List, items: [{kind: Pod}, {kind: DeploymentList, items: [{spec: {}}]}]}");

        assertThat(set.manifests()).extracting(Manifest::kind).containsExactly("Pod", "Deployment");
        assertThat(set.manifests().getFirst().root().pointer()).isEqualTo("/items/0");
    }

    @Test
    void readsFoldersWithAllBelowThemAndOnlyManifests() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(deep.resolve("one.yml"), POD);
        Files.writeString(deep.resolve("two.JSON"), "{\"kind\": \"Pod\"}");
        Files.writeString(deep.resolve("README.md"), "# not a manifest");

        ManifestSet set = read(folder.toString());

        assertThat(set.manifests()).hasSize(2);
        assertThat(set.problems()).isEmpty();
    }

    @Test
    void readsStandardInput() {
        InputStream in = new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8));

        assertThat(ReadTogether.of(List.of("-"), in).manifests())
                .extracting(Manifest::file)
                .containsExactly("-");
    }

    @Test
    void aBrokenFileIsAProblemWithItsPlaceAndTheOthersAreRead() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "kind: Pod\nspec: {a: [}\n");
        Files.writeString(folder.resolve("good.yaml"), POD);
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        ManifestSet set = read(folder.toString());

        assertThat(set.manifests()).hasSize(1);
        assertThat(set.problems())
                .extracting(problem -> Path.of(problem.file()).getFileName() + ":" + problem.line())
                .containsExactlyInAnyOrder("bad.yaml:2", "binary.yaml:1");
    }

    @Test
    void whatIsNotThereOrHoldsNothingIsAProblem() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(read("/no/such/file.yaml").problems().getFirst().message())
                .isEqualTo("there is no such file or folder");
        assertThat(read(empty.toString()).problems().getFirst().message()).contains("no .yaml");
        assertThat(ManifestReader.readText("x", "# only a comment\n").problems())
                .hasSize(1);
        assertThat(read("a\0b").problems()).hasSize(1);
    }

    @Test
    void whatIsNoObjectIsAProblem() {
        assertThat(ManifestReader.readText("x", "just text").problems()).hasSize(1);
        assertThat(ManifestReader.readText("x", "metadata: {name: a}")
                        .problems()
                        .getFirst()
                        .message())
                .isEqualTo("this object has no kind");
    }

    @Test
    void tellsWhyAChartsTemplateCannotBeRead() throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("a.yaml"), "{{- if .Values.x }}\nkind: Pod\n{{- end }}\n");

        assertThat(read(folder.toString()).problems().getFirst().message()).contains("helm template");
    }

    private static ManifestSet read(String operand) {
        return ReadTogether.of(List.of(operand));
    }
}
