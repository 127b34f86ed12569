package dev.vedette.rules.facts;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;

/** Sockets that packets pass as they are on the wire. */
public final class RawSockets {
    // include/uapi/linux/in.h, in6.h
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private RawSockets() {}

    /** Whether no more than questions whether somebody is there, and their answers, passes it. */
    public static boolean isOfPing(SocketActivity socket) {
        return socket.peer().family() != Family.PACKET && (socket.protocol() == ICMP || socket.protocol() == ICMPV6);
    }

    /** Low only for the own program of a workload that was given the network to administer: that is what it is for. */
    public static Severity severity(SocketActivity socket) {
        boolean administers = socket.container().security().capabilities().has(Capability.NET_ADMIN);
        return Caller.of(socket).severity(administers ? Severity.LOW : Severity.MEDIUM, Severity.MEDIUM, Severity.HIGH);
    }

    /** What it is good for. */
    public static String words(SocketActivity socket) {
        if (socket.peer().family() == Family.PACKET) {
            return "a packet socket, by which it sees and forges what passes the "
                    + (Contacts.sharesNetworkOfNode(socket) ? "node's" : "pod's") + " network";
        }
        return "a raw socket, by which it sends packets with whatever head it likes";
    }
}
