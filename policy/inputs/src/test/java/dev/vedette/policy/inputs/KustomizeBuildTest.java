package dev.vedette.policy.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KustomizeBuildTest {
    @TempDir
    Path folder;

    @Test
    void judgesWhatComesOfPatches() throws Exception {
        assumeThat(Stream.of("kustomize", "kubectl").flatMap(name -> Program.onPath(name).stream()))
                .as("kustomize or kubectl on the PATH")
                .isNotEmpty();
        Tree tree = new Tree(folder);
        tree.write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n");
        tree.write("patch.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true}\n");
        tree.write("kustomization.yaml", "resources: [pod.yaml]\npatches: [{path: patch.yaml}]\n");
        tree.write("broken/kustomization.yaml", "resources: [absent.yaml]\n");

        ManifestSet set = build(folder);

        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests()).singleElement().satisfies(manifest -> {
            assertThat(manifest.file()).isEqualTo(folder.toString());
            assertThat(manifest.root().at("spec", "hostPID")).isPresent();
        });
        assertThat(build(folder.resolve("broken")).problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("broken") + ": ")
                .contains("says:", "absent.yaml");
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertThat(build(folder.resolve("absent")).problems())
                .singleElement()
                .asString()
                .endsWith("there is no such folder");
    }

    private static ManifestSet build(Path folder) {
        return new KustomizeBuild(PodTemplates.KNOWN).build(folder);
    }
}
