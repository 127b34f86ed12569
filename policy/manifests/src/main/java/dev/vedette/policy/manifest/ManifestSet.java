package dev.vedette.policy.manifest;

import java.util.List;

/** What was read, and what could not be. */
public record ManifestSet(List<Manifest> manifests, List<ManifestProblem> problems) {
    public ManifestSet {
        manifests = List.copyOf(manifests);
        problems = List.copyOf(problems);
    }
}
