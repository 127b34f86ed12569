package dev.vedette.rules.facts;

import dev.vedette.policy.model.KnownTexts;
import dev.vedette.policy.model.LookupList;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses and the networks they lie in. Both are numbers: how an address was spelt makes no difference, and one of IPv4 in
 * IPv6's clothes (mapped, or by the well-known prefix of RFC 6052) is the one it reaches. Thread-safe.
 */
public final class Networks {
    private static final int IPV4_BYTES = 4;
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final ReadyLists<List<Network>> READY = new ReadyLists<>(Networks::parsed);
    private static final KnownTexts<byte[]> ADDRESSES = new KnownTexts<>(Networks::bytes);

    private static final List<String> PRIVATE = new LookupList(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/3",
            "::/127",
            "fc00::/7",
            "fe80::/10",
            "ff00::/8"));

    private static final class Network {
        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = bits % Byte.SIZE;
            return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
        }
    }

    private Networks() {}

    /**
     * Whether an address is one of a list, or lies in one of its networks.
     *
     * @param address numeric; "" lies nowhere
     * @param networks addresses, or addresses with a prefix length: {@code 10.96.0.1}, {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one of the list is neither
     */
    public static boolean contain(List<String> networks, String address) {
        return !networks.isEmpty() && !firstWith(address, networks).isEmpty();
    }

    /** The first that has the address, "" for none. */
    public static String firstWith(String address, List<String> networks) {
        if (networks.isEmpty() || address.isEmpty()) {
            return "";
        }
        byte[] bytes = ADDRESSES.of(address);
        List<Network> ready = READY.of(networks);
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).contains(bytes)) {
                return networks.get(i);
            }
        }
        return "";
    }

    public static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    /** Whether it is of the internet, and not of a network that is used in many places. */
    public static boolean isPublic(String address) {
        return !address.isEmpty() && !contain(PRIVATE, address);
    }

    private static List<Network> parsed(List<String> networks) {
        return networks.stream().map(Networks::parse).toList();
    }

    private static Network parse(String network) {
        int slash = network.indexOf('/');
        try {
            byte[] address = bytes(slash < 0 ? network : network.substring(0, slash));
            int all = address.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(network.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Network(address, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(network), e);
        }
        throw new IllegalArgumentException(wrong(network));
    }

    private static String wrong(String network) {
        return "'" + network + "' is no network: write an address, or an address and the length of its prefix, as"
                + " 192.0.2.1 or 192.0.2.0/24";
    }

    private static byte[] bytes(String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        if (bytes.length == IPV4_BYTES) {
            return bytes;
        }
        for (int i = 0; i < TRANSLATED.length; i++) {
            if (bytes[i] != TRANSLATED[i]) {
                return bytes;
            }
        }
        return java.util.Arrays.copyOfRange(bytes, TRANSLATED.length, bytes.length);
    }
}
