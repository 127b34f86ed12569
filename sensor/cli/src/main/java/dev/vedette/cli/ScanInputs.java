package dev.vedette.cli;

import dev.vedette.policy.inputs.GitRevision;
import dev.vedette.policy.inputs.InputException;
import dev.vedette.policy.manifest.ManifestSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What a scan judges, in the words of its options. */
final class ScanInputs {
    @Parameters(arity = "0..*", paramLabel = "FILE|DIR|-", description = "What to judge; - is standard input.")
    private List<String> operands = List.of();

    @Option(
            names = "--helm",
            paramLabel = "CHART",
            description = "Judge what this Helm chart, a folder or a .tgz, renders to; may be given several times."
                    + " Charts in folders are rendered as well.")
    private List<Path> charts = List.of();

    @Option(
            names = "--values",
            paramLabel = "FILE",
            description = "Values for charts, a later file over an earlier one; may be given several times.")
    private List<Path> values = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = SetConverter.class,
            description = "One value for charts, over the files; may be given several times.")
    private List<String> sets = List.of();

    @Option(
            names = "--kustomize",
            paramLabel = "DIR",
            description =
                    "Judge what the kustomization in this folder makes, built by kustomize or kubectl on the PATH;"
                            + " may be given several times.")
    private List<Path> kustomizations = List.of();

    @Mixin
    private ScanClusterOptions cluster;

    @Mixin
    private TemplateOptions templates;

    @Option(
            names = "--new-from",
            paramLabel = "REV",
            description = "Tell only what this Git revision does not have yet, wherever lines were moved to.")
    private String revision;

    /** Reads all of it, and hands it over part by part. */
    void read(Consumer<ManifestSet> each) {
        checkThatSomethingIsNamed();
        reading().readUsingValues(System.in, each);
        cluster.read(templates.all()).ifPresent(each);
    }

    /** The files and folders, where nothing else is named. */
    List<String> files() {
        checkThatSomethingIsNamed();
        if (!charts.isEmpty() || !kustomizations.isEmpty() || cluster.isAsked() || revision != null) {
            throw new CommandFailed(
                    "--fix mends files: give files, folders or -, without --helm, --kustomize, --cluster and"
                            + " --new-from");
        }
        return operands;
    }

    private void checkThatSomethingIsNamed() {
        if (operands.isEmpty() && charts.isEmpty() && kustomizations.isEmpty() && !cluster.isAsked()) {
            throw new CommandFailed(
                    "say what to judge: files, folders or - for standard input, --helm CHART, --kustomize DIR or"
                            + " --cluster");
        }
    }

    /** The revision to compare with, taken out. */
    Optional<GitRevision> revision() {
        if (revision == null) {
            return Optional.empty();
        }
        if (operands.contains(ScanReading.STANDARD_INPUT) || cluster.isAsked()) {
            throw new CommandFailed("--new-from compares files: a cluster and standard input have no revisions");
        }
        checkThatSomethingIsNamed();
        try {
            return Optional.of(GitRevision.takeOut(revision, reading().first()));
        } catch (InputException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** Reads the same as it was then. */
    void readAt(GitRevision then, Consumer<ManifestSet> each) {
        try {
            reading().at(then).read(System.in, each);
        } catch (InputException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private ScanReading reading() {
        return new ScanReading(operands, charts, values, sets, kustomizations, templates.all());
    }

    static final class SetConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.indexOf('=') < 1) {
                throw new TypeConversionException("'" + text + "' is not KEY=VALUE");
            }
            return text;
        }
    }
}
