package dev.vedette.policy.manifest;

import java.nio.file.Path;

/** Makes manifests of a Helm chart. */
@FunctionalInterface
public interface ChartRenderer {
    /** Cannot, and says how else it is done. */
    ChartRenderer NONE = chart -> ManifestSet.problem(
            chart.toString(), "a chart is judged once rendered: helm template CHART | vedette scan -");

    /**
     * Renders the chart in this folder. Never throws for what the chart holds.
     *
     * @return the manifests, named by their templates; problems for what could not be rendered
     */
    ManifestSet render(Path chart);
}
