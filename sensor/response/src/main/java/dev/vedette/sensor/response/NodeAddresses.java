package dev.vedette.sensor.response;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of the node, as its first process has them: the sensor itself may live in a network namespace of a pod.
 *
 * @param net {@code /proc/1/net}
 */
record NodeAddresses(Path net) {
    /** More than these would make the programs long that let their packets pass. */
    private static final int MOST = 32;

    /** An address of the node's own is a leaf with a local route of all its bits (net/ipv4/fib_trie.c, fib_trie_seq_show). */
    private static final Pattern LEAF = Pattern.compile("\\|-- (\\S+)\\s+((?:/\\d+ \\S+ \\S+.*\\s+)+)");

    private static final String OF_THE_NODE = "/32 host LOCAL";

    /** Address, interface, prefix length, scope, flags, name (net/ipv6/addrconf.c, if6_seq_show). */
    private static final Pattern SIX = Pattern.compile("([0-9a-f]{32}) .*");

    static NodeAddresses ofThisNode() {
        return new NodeAddresses(Path.of("/proc/1/net"));
    }

    /**
     * All but those of loopback, in order, at most 32.
     *
     * @throws IOException if the node's addresses cannot be read
     */
    List<String> all() throws IOException {
        SortedSet<String> addresses = new TreeSet<>();
        Matcher leaves = LEAF.matcher(Files.readString(net.resolve("fib_trie")));
        while (leaves.find()) {
            if (leaves.group(2).contains(OF_THE_NODE)) {
                add(InetAddress.ofLiteral(leaves.group(1)), addresses);
            }
        }
        // Not there on a node without IPv6.
        Path six = net.resolve("if_inet6");
        if (Files.exists(six)) {
            for (String line : Files.readAllLines(six)) {
                Matcher fields = SIX.matcher(line);
                if (fields.matches()) {
                    add(InetAddress.getByAddress(HexFormat.of().parseHex(fields.group(1))), addresses);
                }
            }
        }
        return addresses.stream().limit(MOST).toList();
    }

    private static void add(InetAddress address, SortedSet<String> to) {
        if (!address.isLoopbackAddress()) {
            to.add(address.getHostAddress());
        }
    }
}
