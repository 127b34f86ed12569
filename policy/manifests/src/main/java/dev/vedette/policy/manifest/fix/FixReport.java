package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ManifestProblem;
import java.util.List;

/**
 * What fixing came to.
 *
 * @param files those that could be read, changed or not
 * @param problems what could not be judged or written
 * @param exitCode 0 if nothing is left, 1 if something is, 2 if something could not be judged or written
 */
public record FixReport(List<FixedManifest> files, List<ManifestProblem> problems, int exitCode) {
    public FixReport {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }
}
