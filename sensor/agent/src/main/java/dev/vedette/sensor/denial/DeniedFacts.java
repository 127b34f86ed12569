package dev.vedette.sensor.denial;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbesUnavailableException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of the programs that only refuse a policy needs: they are attached while it does. */
public final class DeniedFacts {
    private static final Map<DeniedAction, Set<String>> NEEDED = Map.of(
            DeniedAction.EXEC, Set.of("deny_exec"),
            DeniedAction.OPEN, Set.of("deny_open"),
            DeniedAction.WRITE, Set.of("deny_open", "deny_change"),
            DeniedAction.MOUNT, Set.of("deny_mount"),
            DeniedAction.CONNECT, Set.of("deny_connect"),
            DeniedAction.PTRACE, Set.of("deny_ptrace"),
            DeniedAction.MODULE, Set.of("deny_module"),
            DeniedAction.BPF, Set.of("deny_bpf"),
            DeniedAction.DEVICE, Set.of("deny_device"),
            DeniedAction.SYSCTL, Set.of("deny_sysctl"));

    private static final String PREFIX = "deny_";

    private DeniedFacts() {}

    /** Of these facts those that are told, and those that refuse what these rules deny. */
    public static Set<String> among(Set<String> facts, Collection<DenyRule> rules) {
        Set<String> chosen = new HashSet<>();
        facts.stream().filter(fact -> !fact.startsWith(PREFIX)).forEach(chosen::add);
        rules.forEach(rule -> chosen.addAll(NEEDED.get(rule.action())));
        return Set.copyOf(chosen);
    }

    /** Attaches and detaches what these rules need, beside whatever else is attached. */
    public static void follow(KernelProbes probes, List<DenyRule> rules) throws ProbesUnavailableException {
        Set<String> wanted = new HashSet<>();
        probes.facts().stream().filter(FactStatus::wanted).map(FactStatus::fact).forEach(wanted::add);
        Set<String> now = among(wanted, rules);
        if (!now.equals(wanted)) {
            probes.want(now);
        }
    }
}
