package dev.vedette.rules.facts;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;
import java.util.List;

/** Parts of the kernel that few programs ever touch. Protocols: include/uapi/linux/netlink.h. */
public final class RareSurfaces {
    private static final int NETLINK_XFRM = 6;
    private static final int NETLINK_NETFILTER = 12;

    private RareSurfaces() {}

    /** What is rare about a socket, as people call it; "" for one that is not. */
    public static String of(SocketActivity socket) {
        Family family = socket.peer().family();
        return switch (family) {
            case ALG -> "the kernel's ciphers (AF_ALG)";
            case KEY, TIPC, RXRPC, VSOCK -> "the socket family " + family;
            case NETLINK -> socket.protocol() == NETLINK_XFRM ? "the kernel's IPsec (netlink XFRM)" : "";
            default -> "";
        };
    }

    /** What of the network a socket commands or listens to as only an administrator may; "" for any other. */
    public static String ofAdministrator(SocketActivity socket) {
        if (socket.isRaw()) {
            return socket.peer().family() == Family.PACKET ? "packets as they are on the wire" : "raw sockets";
        }
        return switch (socket.peer().family()) {
            case KEY -> "the kernel's IPsec (AF_KEY)";
            case NETLINK ->
                switch (socket.protocol()) {
                    case NETLINK_XFRM -> "the kernel's IPsec (netlink XFRM)";
                    case NETLINK_NETFILTER -> "the packet filter (netlink NETFILTER)";
                    default -> "";
                };
            default -> "";
        };
    }

    /** How bad it is that this workload reaches there: less if its specification gives it the kernel's network anyway. */
    public static Severity severity(Event event, Severity usual) {
        return administers(event.container()) ? Severity.LOW : usual;
    }

    /** Whether a module's alias is among {@code patterns}, in which {@code *} stands for any text. */
    public static boolean isAmong(String alias, List<String> patterns) {
        return PathList.of(patterns).has(alias);
    }

    private static boolean administers(Container container) {
        return container.security().privileged()
                || container.security().capabilities().has(Capability.NET_ADMIN)
                || container.security().capabilities().has(Capability.SYS_ADMIN);
    }
}
