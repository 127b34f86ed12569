package dev.vedette.rules.facts;

import dev.vedette.policy.model.SocketActivity;
import java.util.List;

/**
 * Whether a connection goes to the kubelet, to etcd or to another service of a node. Rules know no node's address: a policy
 * may name them, and without that a port says it, where no ordinary workload listens at the same.
 */
public final class NodeServices {
    private NodeServices() {}

    /**
     * By address where these are known, else by a telling port.
     *
     * @param activity at one of the services' ports
     */
    public static boolean isOfNode(SocketActivity activity, List<String> tellingPorts, List<String> nodeNetworks) {
        if (!Contacts.isInternet(activity)) {
            return false;
        }
        if (Contacts.isLoopback(activity)) {
            return Contacts.sharesNetworkOfNode(activity);
        }
        return nodeNetworks.isEmpty()
                ? Contacts.isAtPort(activity, tellingPorts)
                : Networks.contain(nodeNetworks, activity.peer().address());
    }

    /**
     * Whether it is none of the workload's own doing. Tools of an image wait for the workload's own etcd, so at its ports
     * somebody in the container must be seen where the node's addresses are not known.
     */
    public static boolean isSuspicious(SocketActivity activity, List<String> tellingPorts, List<String> nodeNetworks) {
        Caller caller = Caller.of(activity);
        if (caller == Caller.OWN) {
            return false;
        }
        boolean inside = caller == Caller.SESSION || caller == Caller.FOREIGN;
        return isOfNode(activity, tellingPorts, nodeNetworks)
                || (inside
                        && nodeNetworks.isEmpty()
                        && Contacts.isInternet(activity)
                        && !Contacts.isLoopback(activity));
    }
}
