package dev.vedette.cli;

import dev.vedette.policy.apiserver.ApiServerPolicy;
import dev.vedette.policy.apiserver.ApiServerPolicy.Reach;
import dev.vedette.policy.cel.NotInCel;
import dev.vedette.policy.cel.RulePolicies;
import dev.vedette.policy.document.Nearest;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityPolicyObjects;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Prints the Pod Security Standards, or rules, as policies that an API server enforces by itself. */
@Command(
        name = "cel",
        description =
                "Print ValidatingAdmissionPolicies with their bindings that ask in CEL what a Pod Security Standard,"
                        + " or rules, ask.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy cel restricted | kubectl apply -f -",
            "  vedette policy cel baseline:v1.29 --namespace-label tier=shared",
            "  vedette policy cel VDT-1001 VDT-1008 --action deny | kubectl apply -f -",
            "  vedette policy cel rules | kubectl apply -f -"
        })
final class PolicyCelCommand implements Callable<Integer> {
    /** Long lines stay lines: an expression is easier to read, and to look for, in one. */
    private static final int NO_FOLDING = Integer.MAX_VALUE;

    private static final String ALL_RULES = "rules";
    private static final String RULE = "VDT-";
    private static final String AUDIT = "Audit";

    /** What comes of a workload in which a rule finds something. */
    enum Action {
        DENY,
        WARN,
        AUDIT
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "LEVEL[:VERSION]|RULE|rules",
            description =
                    "baseline or restricted, and which Kubernetes' (default: latest); or ids of rules; or rules, for"
                            + " all that CEL can say.")
    private List<String> asked;

    @Option(
            names = "--namespace-label",
            paramLabel = "KEY=VALUE",
            description =
                    "The namespaces where it holds (default: pod-security.kubernetes.io/enforce=LEVEL for a level, all"
                            + " for rules).")
    private String label;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            defaultValue = "warn",
            description =
                    "What comes of what rules find: deny pods and warn of what makes them, warn, or audit (default:"
                            + " ${DEFAULT-VALUE}).")
    private Action action;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean rules = asked.stream().anyMatch(word -> word.equals(ALL_RULES) || word.startsWith(RULE));
        print(rules ? ofRules() : ofStandard());
        return 0;
    }

    private void print(List<Map<String, Object>> objects) {
        PrintWriter out = spec.commandLine().getOut();
        Dump dump = new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .setWidth(NO_FOLDING)
                .build());
        objects.forEach(object -> out.print(dump.dumpToString(object)));
        out.flush();
    }

    private List<Map<String, Object>> ofStandard() {
        if (asked.size() > 1) {
            throw wrong("give one level, or ids of rules");
        }
        PodSecurityDemand demand = demand(asked.getFirst());
        if (demand.isNone()) {
            throw wrong("privileged demands nothing: write baseline or restricted");
        }
        Map.Entry<String, String> where = label == null
                ? Map.entry("pod-security.kubernetes.io/enforce", demand.level().label())
                : label();
        return new PodSecurityPolicyObjects(demand, where.getKey(), where.getValue()).objects();
    }

    private PodSecurityDemand demand(String text) {
        try {
            return PodSecurityDemand.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage() + ", or ids of rules");
        }
    }

    private List<Map<String, Object>> ofRules() {
        RulePolicies policies = new RulePolicies(RulePages.builtInRules());
        Collection<String> ids =
                asked.contains(ALL_RULES) ? policies.expressions().keySet() : asked;
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String id : ids) {
            objects.addAll(objects(policies.policy(id).orElseThrow(() -> unsaid(id, policies))));
        }
        return objects;
    }

    private ParameterException unsaid(String id, RulePolicies policies) {
        String why = NotInCel.rules().get(id);
        if (why != null) {
            return wrong("there is no policy for " + id + ": " + why);
        }
        return wrong("'" + id + "' is no rule that CEL can say"
                + Nearest.hint(id, policies.expressions().keySet()));
    }

    private List<Map<String, Object>> objects(ApiServerPolicy policy) {
        Map<String, String> where = label == null ? Map.of() : Map.ofEntries(label());
        List<Map<String, Object>> objects = new ArrayList<>(List.of(policy.policy()));
        switch (action) {
            case DENY -> {
                objects.add(policy.binding("deny", List.of("Deny", AUDIT), Reach.PODS, where));
                objects.add(policy.binding("warn", List.of("Warn", AUDIT), Reach.CONTROLLERS, where));
            }
            case WARN -> objects.add(policy.binding("warn", List.of("Warn", AUDIT), Reach.BOTH, where));
            case AUDIT ->
                objects.add(policy.binding(action.name().toLowerCase(Locale.ROOT), List.of(AUDIT), Reach.BOTH, where));
        }
        return objects;
    }

    private Map.Entry<String, String> label() {
        int equals = label.indexOf('=');
        if (equals <= 0) {
            throw wrong("--namespace-label is to be KEY=VALUE, not '" + label + "'");
        }
        return Map.entry(label.substring(0, equals), label.substring(equals + 1));
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
