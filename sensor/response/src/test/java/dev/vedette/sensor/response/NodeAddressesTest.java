package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAddressesTest {
    @TempDir
    Path net;

    /** As the kernel prints it where a network has two routes and an address is another one's beginning. */
    @Test
    void takesTheNodesOwnAndNeitherNetworksNorBroadcasts() throws Exception {
        Files.writeString(net.resolve("fib_trie"), """
                Main:
                  +-- 0.0.0.0/0 3 0 5
                     |-- 0.0.0.0
                        /0 universe UNICAST
                     +-- 127.0.0.0/8 2 0 2
                           |-- 127.0.0.1
                              /32 host LOCAL
                     +-- 10.0.0.0/24 2 0 2
                           |-- 10.0.0.0
                              /24 link UNICAST
                              /16 universe UNICAST
                           |-- 10.0.0.7
                              /32 link UNICAST
                              /32 host LOCAL
                        |-- 10.0.0.255
                           /32 link BROADCAST
                """);
        Files.writeString(net.resolve("if_inet6"), """
                00000000000000000000000000000001 01 80 10 80       lo
                fd000000000000000000000000000002 04 40 00 82     eth0
                """);

        assertThat(new NodeAddresses(net).all()).containsExactly("10.0.0.7", "fd00:0:0:0:0:0:0:2");
    }

    @Test
    void aNodeWithoutTheSixthVersionHasNoneOfIt() throws Exception {
        Files.writeString(net.resolve("fib_trie"), "   |-- 10.0.0.7\n      /32 host LOCAL\n");

        assertThat(new NodeAddresses(net).all()).containsExactly("10.0.0.7");
    }

    /** This test lives in the node's own network namespace, so both ways must show the same. */
    @Test
    void knowsThisNodesAddresses() throws Exception {
        Set<String> here = new TreeSet<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : one.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    here.add(address.getHostAddress().replaceAll("%.*", ""));
                }
            }
        }

        assertThat(NodeAddresses.ofThisNode().all())
                .containsExactlyElementsOf(here.stream().limit(32).toList());
    }
}
