package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.KnownTexts;
import dev.vedette.policy.model.NameResolved;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls addresses by what stays the same: pods come and go with theirs, and large services have thousands.
 *
 * <p>By the name that the container asked for, as far as it was seen; else a network of its own kind is one, and the
 * internet is many, each of a /16 or a /32. Bounded; not thread-safe.
 */
final class ResolvedNames {
    private static final int MAX_ADDRESSES = 16_384;
    private static final int LABELS = 3;
    private static final int BITS_PER_BYTE = 8;
    private static final KnownTexts<Network> NETWORKS = new KnownTexts<>(Network::of);

    private final Map<Peer, String> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Peer, String> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** @param canonical the address as it is written always */
    private record Peer(String containerId, String canonical) {}

    /** What an address is by itself: its canonical text, and what it is called where no name is known. */
    private record Network(String canonical, String called) {
        static Network of(String address) {
            try {
                // Numeric: nothing is asked of a name server. IPv4 within IPv6 is IPv4.
                InetAddress parsed = InetAddress.ofLiteral(address);
                return new Network(parsed.getHostAddress(), network(parsed));
            } catch (IllegalArgumentException e) {
                return new Network("", address);
            }
        }

        boolean isAddress() {
            return !canonical.isEmpty();
        }
    }

    void learn(NameResolved answer) {
        for (String address : answer.addresses()) {
            Network known = NETWORKS.of(address);
            if (known.isAddress()) {
                names.put(new Peer(answer.container().id(), known.canonical()), tail(answer.name()));
            }
        }
    }

    /** What an address is called. */
    String of(Container container, String address) {
        Network known = NETWORKS.of(address);
        String name = names.get(new Peer(container.id(), known.canonical()));
        return name != null ? name : known.called();
    }

    /**
     * The last labels: what is before them is drawn by lot in large services. Of a Service of the cluster it is the Service and
     * its namespace, without the replica of a StatefulSet.
     */
    private static String tail(String name) {
        List<String> labels = List.of(name.split("\\."));
        int service = labels.lastIndexOf("svc");
        int from = service >= 2 ? service - 2 : Math.max(0, labels.size() - LABELS);
        return (from == 0 ? "" : "*.") + String.join(".", labels.subList(from, labels.size()));
    }

    private static String network(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        if (address.isLinkLocalAddress()) {
            return "link-local " + address.getHostAddress();
        }
        if (address.isSiteLocalAddress() || isUniqueLocal(address)) {
            return "the private network";
        }
        byte[] bytes = address.getAddress();
        int kept = bytes.length == 4 ? 2 : 4;
        StringBuilder network = new StringBuilder("network ");
        for (int i = 0; i < kept; i++) {
            network.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
        }
        return network.append(" /").append(kept * BITS_PER_BYTE).toString();
    }

    /** fc00::/7 (RFC 4193). */
    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc;
    }
}
