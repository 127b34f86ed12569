package dev.vedette.policy.manifest;

import java.util.Collection;
import java.util.List;

/** What was read, and what could not be. */
public record ManifestSet(List<Manifest> manifests, List<ManifestProblem> problems) {
    public ManifestSet {
        manifests = List.copyOf(manifests);
        problems = List.copyOf(problems);
    }

    /** Nothing but a reason why nothing could be read. */
    public static ManifestSet problem(String file, String message) {
        return new ManifestSet(List.of(), List.of(new ManifestProblem(file, 0, 0, message)));
    }

    /** All of these, in their order. */
    public static ManifestSet of(Collection<ManifestSet> sets) {
        return new ManifestSet(
                sets.stream().flatMap(set -> set.manifests().stream()).toList(),
                sets.stream().flatMap(set -> set.problems().stream()).toList());
    }
}
