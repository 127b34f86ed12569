package dev.vedette.policy.inputs;

import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds kustomizations with the program that the user has: {@code kustomize}, else {@code kubectl}. Plug-ins and charts
 * within kustomizations stay off, as they are by default.
 */
public final class KustomizeBuild {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final PodTemplates templates;

    /** @param templates where kinds keep their pods */
    public KustomizeBuild(PodTemplates templates) {
        this.templates = templates;
    }

    /** What comes of the kustomization in {@code folder}, named by that folder; a problem if it cannot be built. */
    public ManifestSet build(Path folder) {
        if (!Files.isDirectory(folder)) {
            return ManifestSet.problem(folder.toString(), "there is no such folder");
        }
        Optional<Program> program = program();
        if (program.isEmpty()) {
            return ManifestSet.problem(
                    folder.toString(),
                    "neither kustomize nor kubectl is on the PATH: install one to build kustomizations");
        }
        try {
            // Absolute, so that no folder's name is taken for an option.
            String text = program.get().run(List.of(folder.toAbsolutePath().toString()), Program.text());
            return text.isBlank()
                    ? ManifestSet.problem(folder.toString(), "nothing comes of this kustomization")
                    : ManifestReader.readMade(folder.toString(), text, templates);
        } catch (InputException e) {
            return ManifestSet.problem(folder.toString(), e.getMessage());
        }
    }

    private static Optional<Program> program() {
        return Program.onPath("kustomize")
                .map(file -> List.of(file.toString(), "build"))
                .or(() -> Program.onPath("kubectl").map(file -> List.of(file.toString(), "kustomize")))
                .map(command -> new Program(command, Map.of("GIT_TERMINAL_PROMPT", "0"), LIMIT));
    }
}
