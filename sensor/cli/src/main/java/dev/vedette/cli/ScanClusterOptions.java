package dev.vedette.cli;

import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a scan judges what a cluster holds, and how it is reached. */
final class ScanClusterOptions {
    @Option(
            names = "--cluster",
            description =
                    "Judge what a cluster holds: workloads, pods without a controller, volumes, roles. Never asks for"
                            + " Secrets.")
    private boolean asked;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "How it is reached; with --cluster (default: KUBECONFIG, inside a cluster the service account, else"
                            + " ~/.kube/config).")
    private Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The kubeconfig's context that is meant; with --cluster (default: its current one).")
    private String context;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "This namespace only, and nothing that is in none; with --cluster. May be given several times.")
    private List<String> namespaces = List.of();

    boolean isAsked() {
        return asked;
    }

    /** What it holds, if a cluster is to be judged. */
    Optional<ManifestSet> read(PodTemplates templates) {
        if (!asked) {
            if (kubeconfig != null || context != null || !namespaces.isEmpty()) {
                throw new CommandFailed(
                        "--kubeconfig, --context and --namespace say what of which cluster is meant: give --cluster as"
                                + " well");
            }
            return Optional.empty();
        }
        return Optional.of(new ScannedCluster(kubeconfig, context, namespaces).read(templates));
    }
}
