package dev.vedette.sensor.agent;

import dev.vedette.probes.FactStatus;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.ProbesUnavailableException;
import java.util.HashSet;
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
    /** What a program hangs on that 32-bit calls pass by. */
    private static final String OF_ONE_CALL = "tracepoint/syscalls/";

    /** What is to be attached at first, of what is needed: all but this. */
    static Set<String> atFirst(Set<String> needed) {
        Set<String> facts = new HashSet<>(needed);
        facts.remove(FACT);
        return Set.copyOf(facts);
    }

    /** Once the rest is attached. */
    void begin(KernelProbes probes) throws ProbesUnavailableException {
        if (this == ALWAYS) {
            attach(probes);
        }
    }

    /**
     * Attaches the program, once, where something is told by tracepoints of calls: every other hook sees such calls as
     * well. Answers whether that changed anything.
     */
    static boolean attach(KernelProbes probes) throws ProbesUnavailableException {
        if (probes.probes().stream().noneMatch(CompatCalls::isBlind)) {
            return false;
        }
        Set<String> wanted = new HashSet<>();
        probes.facts().stream().filter(FactStatus::wanted).map(FactStatus::fact).forEach(wanted::add);
        if (!wanted.add(FACT)) {
            return false;
        }
        probes.want(wanted);
        return true;
    }

    private static boolean isBlind(ProbeStatus probe) {
        return probe.attached() && probe.hook().startsWith(OF_ONE_CALL);
    }
}
