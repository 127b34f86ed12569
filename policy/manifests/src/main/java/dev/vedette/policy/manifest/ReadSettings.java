package dev.vedette.policy.manifest;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * How manifests are read.
 *
 * @param templates where kinds keep their pods
 * @param charts what makes manifests of a chart
 * @param built folders with a kustomization that somebody builds beside this, so that nothing need be said of them; real
 *     paths
 */
public record ReadSettings(PodTemplates templates, ChartRenderer charts, Set<Path> built) {
    /** With what is known, and without a renderer of charts. */
    public static final ReadSettings DEFAULT = new ReadSettings(PodTemplates.KNOWN, ChartRenderer.NONE, Set.of());

    public ReadSettings {
        Objects.requireNonNull(templates, "templates is null");
        Objects.requireNonNull(charts, "charts is null");
        built = Set.copyOf(built);
    }
}
