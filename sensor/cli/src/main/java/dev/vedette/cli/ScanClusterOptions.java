package dev.vedette.cli;

import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a scan judges what a cluster holds, and how it is reached: as kubectl does, since a person asks. */
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

    List<String> namespaces() {
        return namespaces;
    }

    /** A client if a cluster is to be judged; nothing is asked yet. */
    Optional<KubernetesClient> open() {
        if (!asked) {
            if (kubeconfig != null || context != null || !namespaces.isEmpty()) {
                throw new CommandFailed(
                        "--kubeconfig, --context and --namespace say what of which cluster is meant: give --cluster as"
                                + " well");
            }
            return Optional.empty();
        }
        Optional<Path> file = file(System.getenv());
        if (file.isEmpty() && context != null) {
            throw new CommandFailed("--context is of a kubeconfig: name that with --kubeconfig");
        }
        try {
            return Optional.of(KubernetesAccess.openImpatient(file, Optional.ofNullable(context)));
        } catch (KubernetesException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private Optional<Path> file(Map<String, String> environment) {
        if (kubeconfig != null) {
            return Optional.of(kubeconfig);
        }
        Optional<Path> named = Arrays.stream(
                        environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .findFirst();
        if (named.isPresent() || KubernetesAccess.inCluster(environment)) {
            return named;
        }
        Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        if (!Files.exists(usual)) {
            throw new CommandFailed("it is not known how the cluster is reached: name a kubeconfig with --kubeconfig");
        }
        return Optional.of(usual);
    }
}
