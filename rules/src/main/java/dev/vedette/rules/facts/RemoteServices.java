package dev.vedette.rules.facts;

import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Tally;

/** Servers by which somebody works on a machine from afar. */
public final class RemoteServices {
    /** What a server has noted that has read a host's key. */
    public static final String KEY = "host key";

    private RemoteServices() {}

    public static boolean isNamed(ProcessInfo process, Parameters parameters) {
        return Callings.goesBy(process, parameters.list("VDT-3039", "remote-services"));
    }

    /** Whether a program that has read a host's key listens. */
    public static boolean isByKey(Tally tally) {
        return tally.fact() instanceof SocketActivity && tally.items().contains(KEY);
    }

    public static boolean isUnusual(SocketActivity listening, Parameters parameters) {
        return Contacts.isInternet(listening)
                && !Contacts.isAtPort(listening, parameters.list("VDT-3039", "usual-ports"));
    }
}
