package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.policy.model.SocketActivity.Operation;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** To whom a container reaches out. */
public final class Contacts {
    /** include/uapi/linux/in.h */
    private static final int UDP = 17;

    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final ReadyLists<BitSet> PORTS = new ReadyLists<>(Contacts::ports);

    private Contacts() {}

    /**
     * Whether it begins to reach an address of the internet's families. A socket that is connected to port 0 is only asked
     * by which way it would go.
     */
    public static boolean isBegun(SocketActivity activity) {
        return (activity.operation() == Operation.CONNECT || activity.operation() == Operation.SEND)
                && isInternet(activity)
                && activity.peer().port() != 0;
    }

    public static boolean isInternet(SocketActivity activity) {
        Family family = activity.peer().family();
        return family == Family.INET || family == Family.INET6;
    }

    public static boolean isUdp(SocketActivity activity) {
        return activity.protocol() == UDP;
    }

    /** Whether the other end's port is one of a list. */
    public static boolean isAtPort(SocketActivity activity, List<String> ports) {
        return PORTS.of(ports).get(activity.peer().port());
    }

    /** What is no port stands for none. */
    private static BitSet ports(List<String> written) {
        BitSet ports = new BitSet();
        written.stream()
                .filter(text -> PORT.matcher(text).matches())
                .forEach(text -> ports.set(Integer.parseInt(text)));
        return ports;
    }

    public static boolean isLoopback(SocketActivity activity) {
        return Networks.isLoopback(activity.peer().address());
    }

    /** Whether loopback, for this container, is the node's. */
    public static boolean sharesNetworkOfNode(Event event) {
        return event.container().grantedHostNamespaces().contains(NamespaceKind.NETWORK)
                || event.context().hostNamespaces().contains(NamespaceKind.NETWORK);
    }
}
