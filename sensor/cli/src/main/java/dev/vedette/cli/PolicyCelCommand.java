package dev.vedette.cli;

import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityPolicyObjects;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the Pod Security Standards as policies that an API server enforces by itself. */
@Command(
        name = "cel",
        description =
                "Print a ValidatingAdmissionPolicy with its bindings that asks a Pod Security Standard's checks in CEL.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy cel restricted | kubectl apply -f -",
            "  vedette policy cel baseline:v1.29 --namespace-label tier=shared"
        })
final class PolicyCelCommand implements Callable<Integer> {
    /** Long lines stay lines: an expression is easier to read, and to look for, in one. */
    private static final int NO_FOLDING = Integer.MAX_VALUE;

    @Parameters(
            paramLabel = "LEVEL[:VERSION]",
            converter = PodSecurityOptions.DemandConverter.class,
            description = "baseline or restricted, and which Kubernetes' (default: latest).")
    private PodSecurityDemand demand;

    @Option(
            names = "--namespace-label",
            paramLabel = "KEY=VALUE",
            description = "The namespaces where it holds (default: pod-security.kubernetes.io/enforce=LEVEL).")
    private String label;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (demand.isNone()) {
            throw new ParameterException(
                    spec.commandLine(), "privileged demands nothing: write baseline or restricted");
        }
        PrintWriter out = spec.commandLine().getOut();
        Dump dump = new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .setWidth(NO_FOLDING)
                .build());
        objects().objects().forEach(object -> out.print(dump.dumpToString(object)));
        out.flush();
        return 0;
    }

    private PodSecurityPolicyObjects objects() {
        if (label == null) {
            return new PodSecurityPolicyObjects(
                    demand, "pod-security.kubernetes.io/enforce", demand.level().label());
        }
        int equals = label.indexOf('=');
        if (equals <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "--namespace-label is to be KEY=VALUE, not '" + label + "'");
        }
        return new PodSecurityPolicyObjects(demand, label.substring(0, equals), label.substring(equals + 1));
    }
}
