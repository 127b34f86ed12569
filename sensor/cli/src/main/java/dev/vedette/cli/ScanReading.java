package dev.vedette.cli;

import dev.vedette.policy.inputs.GitRevision;
import dev.vedette.policy.inputs.HelmCharts;
import dev.vedette.policy.inputs.InputException;
import dev.vedette.policy.inputs.KustomizeBuild;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.ReadSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a scan reads from files.
 *
 * @param operands files, folders and {@code -}
 * @param charts Helm charts, beside those in the folders
 * @param values files of values for all charts
 * @param sets {@code KEY=VALUE} for all charts
 * @param kustomizations folders to be built
 * @param templates where kinds keep their pods
 */
record ScanReading(
        List<String> operands,
        List<Path> charts,
        List<Path> values,
        List<String> sets,
        List<Path> kustomizations,
        PodTemplates templates) {
    static final String STANDARD_INPUT = "-";

    ScanReading {
        operands = List.copyOf(operands);
        charts = List.copyOf(charts);
        values = List.copyOf(values);
        sets = List.copyOf(sets);
        kustomizations = List.copyOf(kustomizations);
    }

    /** @param each takes one file, chart or kustomization after the other */
    void read(InputStream standardInput, Consumer<ManifestSet> each) {
        try (HelmCharts helm = new HelmCharts(values, sets, templates)) {
            read(helm, standardInput, each);
        }
    }

    /**
     * The same.
     *
     * @throws CommandFailed if there are values for charts, and no chart was met
     */
    void readUsingValues(InputStream standardInput, Consumer<ManifestSet> each) {
        try (HelmCharts helm = new HelmCharts(values, sets, templates)) {
            read(helm, standardInput, each);
            if (!(values.isEmpty() && sets.isEmpty()) && !helm.hasMetCharts()) {
                throw new CommandFailed(
                        "--values and --set are for charts, and there is none in what is judged: name it"
                                + " with --helm CHART");
            }
        }
    }

    private void read(HelmCharts helm, InputStream standardInput, Consumer<ManifestSet> each) {
        ReadSettings settings = new ReadSettings(templates, helm, built());
        ManifestReader.read(operands, standardInput, settings, each);
        charts.forEach(chart -> each.accept(helm.render(chart)));
        KustomizeBuild kustomize = new KustomizeBuild(templates);
        kustomizations.forEach(folder -> each.accept(kustomize.build(folder)));
    }

    /** The same as it was in an earlier revision; what was not there is left out. */
    ScanReading at(GitRevision revision) throws InputException {
        List<Path> named = operands.stream().map(Path::of).toList();
        return new ScanReading(
                then(named, revision).stream().map(Path::toString).toList(),
                then(charts, revision),
                then(values, revision),
                sets,
                then(kustomizations, revision),
                templates);
    }

    /** The first file or folder that is named; the working directory if there is none. */
    Path first() {
        return Stream.of(operands.stream().map(Path::of), charts.stream(), kustomizations.stream())
                .flatMap(paths -> paths)
                .findFirst()
                .orElse(Path.of(""));
    }

    private static List<Path> then(List<Path> paths, GitRevision revision) throws InputException {
        List<Path> then = new ArrayList<>();
        for (Path path : paths) {
            Optional<Path> there = revision.at(path);
            there.ifPresent(then::add);
        }
        return then;
    }

    private Set<Path> built() {
        return kustomizations.stream().flatMap(folder -> real(folder).stream()).collect(Collectors.toSet());
    }

    /** Empty if it is not there, which building it will say. */
    private static Optional<Path> real(Path folder) {
        try {
            return Optional.of(folder.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
