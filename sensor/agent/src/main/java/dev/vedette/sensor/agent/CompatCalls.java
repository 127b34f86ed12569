package dev.vedette.sensor.agent;

import dev.vedette.probes.FactStatus;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.Rung;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When calls of the 32-bit table are looked at where the hooks within the kernel cannot be used: that takes a program at
 * the beginning and one at the end of every call of the node, which makes the cheapest of them twice as dear.
 */
public enum CompatCalls {
    /** From the first sign on that somebody on the node makes such calls. */
    AUTO,
    ALWAYS,
    NEVER;

    private static final String FACT = "compat_call";
    /** The facts that are told of such calls by their own hooks on every rung but the last. */
    private static final Set<String> ELSEWHERE_BY_HOOKS = Set.of("file_open", "mount", "setns", "connect");

    /** What is to be attached at first, of what is needed. */
    Set<String> atFirst(Set<String> needed) {
        Set<String> facts = new HashSet<>(needed);
        if (this != ALWAYS) {
            facts.remove(FACT);
        }
        return Set.copyOf(facts);
    }

    /** Attaches the program, once. Answers whether that changed anything. */
    static boolean attach(KernelProbes probes) throws ProbesUnavailableException {
        List<FactStatus> facts = probes.facts();
        boolean blind = facts.stream()
                .filter(fact -> ELSEWHERE_BY_HOOKS.contains(fact.fact()))
                .anyMatch(fact -> fact.rung().filter(Rung.TRACEPOINT::equals).isPresent());
        Set<String> wanted = new HashSet<>();
        facts.stream().filter(FactStatus::wanted).map(FactStatus::fact).forEach(wanted::add);
        if (!blind || !wanted.add(FACT)) {
            return false;
        }
        probes.want(wanted);
        return true;
    }
}
