package dev.vedette.policy.inputs;

import dev.vedette.policy.manifest.ChartRenderer;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders Helm charts as {@code helm template} does, hooks included, without a cluster and without the network: charts that
 * it depends on must be in {@code charts/}. All with the same values. Not thread-safe.
 */
public final class HelmCharts implements ChartRenderer, AutoCloseable {
    private final List<Path> values;
    private final List<String> sets;
    private final PodTemplates templates;
    private TemporaryFolder temporary;
    private HelmProcess process;
    private int charts;
    private boolean met;

    /**
     * @param values files of values, a later one over an earlier one
     * @param sets {@code KEY=VALUE}, over the files
     * @param templates where kinds keep their pods
     */
    public HelmCharts(List<Path> values, List<String> sets, PodTemplates templates) {
        this.values = List.copyOf(values);
        this.sets = List.copyOf(sets);
        this.templates = templates;
    }

    @Override
    public ManifestSet render(Path chart) {
        met = true;
        try {
            if (!Files.exists(chart)) {
                return ManifestSet.problem(chart.toString(), "there is no such chart");
            }
            Path copy = copy(chart);
            if (isLibrary(copy)) {
                return new ManifestSet(List.of(), List.of());
            }
            String rendered = ChartCopy.restored(process().render(copy));
            List<ManifestSet> read = RenderedTemplate.split(rendered).stream()
                    .map(template ->
                            ManifestReader.readMade(chart + "/" + template.pathInChart(), template.text(), templates))
                    .toList();
            return read.isEmpty()
                    ? ManifestSet.problem(chart.toString(), "nothing comes of this chart with these values")
                    : ManifestSet.of(read);
        } catch (InputException e) {
            return ManifestSet.problem(chart.toString(), "the chart is not rendered: " + e.getMessage());
        }
    }

    /** A chart of that type makes nothing; it holds what others use. */
    private static boolean isLibrary(Path chart) throws InputException {
        try (InputStream in = Files.newInputStream(chart.resolve("Chart.yaml"))) {
            return YamlReader.read(in).stream()
                    .flatMap(head -> head.get("type").flatMap(LocatedNode::text).stream())
                    .anyMatch("library"::equals);
        } catch (IOException | YamlException e) {
            throw new InputException("its Chart.yaml cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether there was any chart that values could be for. */
    public boolean hasMetCharts() {
        return met;
    }

    private Path copy(Path chart) throws InputException {
        charts++;
        return ChartCopy.make(chart, folder().resolve("chart-" + charts));
    }

    private HelmProcess process() throws InputException {
        if (process == null || !process.isAlive()) {
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Path copy = ChartCopy.values(values.get(i), folder().resolve("values-" + i + ".yaml"));
                arguments.add(HelmRendering.VALUES + copy);
            }
            sets.forEach(set -> arguments.add(HelmRendering.SET + ChartCopy.plain(set)));
            process = HelmProcess.start(arguments, folder().resolve("library"));
        }
        return process;
    }

    private Path folder() throws InputException {
        if (temporary == null) {
            temporary = TemporaryFolder.create();
        }
        return temporary.path();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (temporary != null) {
            temporary.close();
        }
    }
}
