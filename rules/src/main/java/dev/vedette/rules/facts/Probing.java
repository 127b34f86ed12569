package dev.vedette.rules.facts;

import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Operation;
import dev.vedette.policy.model.Tally;

/** Whether somebody tries out who listens where. */
public final class Probing {
    /** Nobody's service has so many ports that a client of it meets them closed. */
    private static final int PORTS = 20;

    /** Hosts of a fleet may be down together, and their collector of metrics asks each of them. */
    private static final int HOSTS = 25;

    private static final int HOSTS_OF_OWN = 64;

    private static final int LAST_SYSTEM_PORT = 1023;
    private static final int DNS = 53;

    private Probing() {}

    /**
     * Whether it is what a scan is made of: a TCP connection that did not come about, or a datagram to a system port, since
     * of datagrams nobody tells whether they were welcome.
     */
    public static boolean isAttempt(SocketActivity activity) {
        if (!Contacts.isInternet(activity)) {
            return false;
        }
        int port = activity.peer().port();
        return activity.operation() == Operation.CONNECT_FAILED
                || (Contacts.isUdp(activity) && Contacts.isBegun(activity) && port <= LAST_SYSTEM_PORT && port != DNS);
    }

    /** Whether so many ports of one host were tried that it is a search. */
    public static boolean isOfPorts(Tally tally) {
        return tally.distinct() >= PORTS;
    }

    /** Whether one port was tried at so many hosts that it is a search. */
    public static boolean isOfHosts(Tally tally) {
        return tally.distinct() >= HOSTS
                && (tally.distinct() >= HOSTS_OF_OWN || Caller.of((SocketActivity) tally.fact()) != Caller.OWN);
    }
}
