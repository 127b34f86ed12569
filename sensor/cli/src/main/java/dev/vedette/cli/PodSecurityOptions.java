package dev.vedette.cli;

import dev.vedette.policy.admission.cluster.ApiServerCluster;
import dev.vedette.policy.admission.standards.StandardsReviewer;
import dev.vedette.policy.admission.standards.StandardsSettings;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether the webhook judges pods by what their namespaces' labels demand. */
final class PodSecurityOptions {
    @Option(
            names = "--pod-security",
            description =
                    "Judge pods by the Pod Security Standards, as the labels pod-security.kubernetes.io/… of their"
                            + " namespaces demand; needs an API server that may be asked.")
    private boolean asked;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The API server that knows the namespaces (default: the one of the service account, inside a"
                    + " cluster).")
    private Path kubeconfig;

    @Option(
            names = "--pod-security-enforce",
            paramLabel = "LEVEL[:VERSION]",
            defaultValue = "privileged",
            converter = DemandConverter.class,
            description = "Enforced where a namespace has no label, as restricted:v1.29 (default: ${DEFAULT-VALUE}).")
    private PodSecurityDemand enforce;

    @Option(
            names = "--pod-security-warn",
            paramLabel = "LEVEL[:VERSION]",
            defaultValue = "privileged",
            converter = DemandConverter.class,
            description = "Warned of where a namespace has no label (default: ${DEFAULT-VALUE}).")
    private PodSecurityDemand warn;

    @Option(
            names = "--pod-security-audit",
            paramLabel = "LEVEL[:VERSION]",
            defaultValue = "privileged",
            converter = DemandConverter.class,
            description = "Told the audit log where a namespace has no label (default: ${DEFAULT-VALUE}).")
    private PodSecurityDemand audit;

    @Option(
            names = "--pod-security-exempt-namespace",
            paramLabel = "NAME",
            description = "Of its pods nothing is demanded; may be given several times.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--pod-security-exempt-user",
            paramLabel = "NAME",
            description =
                    "Whatever this user asks for meets all demands; may be given several times. A controller's user"
                            + " exempts all pods that it makes.")
    private List<String> users = List.of();

    @Option(
            names = "--pod-security-exempt-runtime-class",
            paramLabel = "NAME",
            description = "Of pods that run so nothing is demanded; may be given several times.")
    private List<String> runtimeClasses = List.of();

    /** Empty if that is left to Kubernetes. What asks the API server stays open as long as {@code open} does. */
    Optional<StandardsReviewer> reviewer(OpenThings open, PodTemplates templates) {
        if (!asked) {
            return Optional.empty();
        }
        if (kubeconfig == null && !KubernetesAccess.inCluster(System.getenv())) {
            throw new CommandFailed(
                    "--pod-security needs an API server to ask what namespaces demand: give --kubeconfig, or"
                            + " run it in a pod whose service account may get, list and watch namespaces");
        }
        try {
            ApiServerCluster cluster = open.add(new ApiServerCluster(
                    KubernetesAccess.openImpatient(Optional.ofNullable(kubeconfig), Optional.empty())));
            return Optional.of(new StandardsReviewer(settings(), cluster, templates));
        } catch (KubernetesException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private StandardsSettings settings() {
        return new StandardsSettings(
                new NamespaceDemands(enforce, warn, audit, List.of()),
                Set.copyOf(namespaces),
                Set.copyOf(users),
                Set.copyOf(runtimeClasses));
    }

    /** A sentence for the command line where something is no level or version. */
    static final class DemandConverter implements ITypeConverter<PodSecurityDemand> {
        @Override
        public PodSecurityDemand convert(String value) {
            try {
                return PodSecurityDemand.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
