package dev.vedette.sensor.response;

import dev.vedette.sensor.response.BpfProgram.Label;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which packets an isolated container's sockets may still send and receive, as a program for the kernel.
 *
 * <p>Itself (127.0.0.0/8, ::1); what is excepted, both ways; name servers, on port 53 alone; and of the node what a
 * health probe needs: the node may open TCP connections to the container, and the container may answer in them but open
 * none. Everything else is dropped, established connections too. What is neither IPv4 nor IPv6 is dropped; on an
 * interface, neighbours may be looked for (ARP, and what IPv6 has in its place).
 *
 * @param except addresses and ranges
 * @param nameServers addresses
 * @param node the node's own addresses
 */
record Quarantine(List<String> except, List<String> nameServers, List<String> node) {
    /**
     * What a program begins at, and how it says what becomes of a packet.
     *
     * <p>On a control group: at the IP header, 1 and 0. On an interface (tc-bpf(8)): at the frame, TC_ACT_UNSPEC for going
     * on, also to programs of others, and TC_ACT_SHOT.
     */
    enum Ground {
        CONTROL_GROUP(0, 1, 0),
        /** An interface whose frames have an Ethernet header. */
        ETHERNET(14, -1, 2),
        /** An interface whose packets have nothing before the IP header. */
        BARE(0, -1, 2),
        /** One of whose frames nothing is known: none passes. */
        UNKNOWN(0, -1, 2);

        private final int ip;
        private final int pass;
        private final int drop;

        Ground(int ip, int pass, int drop) {
            this.ip = ip;
            this.pass = pass;
            this.drop = drop;
        }
    }

    /** Registers: the function's result and arguments, kept over calls, and the frame. */
    private static final int R0 = 0;

    private static final int R1 = 1;
    private static final int R2 = 2;
    private static final int R3 = 3;
    private static final int R4 = 4;
    private static final int CONTEXT = 6;
    private static final int PROTOCOL = 7;
    private static final int TRANSPORT = 8;
    private static final int WORD = 9;
    private static final int FRAME = 10;
    private static final int ADDRESS = -16;
    private static final int SCRATCH = -32;

    /** struct __sk_buff: the fifth word. */
    private static final int SKB_PROTOCOL = 16;

    private static final int SKB_LOAD_BYTES = 26;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int ETH_P_ARP = 0x0806;
    /** Where an Ethernet header says what follows it. */
    private static final int ETHER_TYPE = 12;

    private static final int ICMPV6 = 58;
    /** Router and neighbour solicitation and advertisement, redirect (RFC 4861). */
    private static final List<Integer> NEIGHBOUR_DISCOVERY = List.of(133, 134, 135, 136, 137);

    private static final List<String> OF_THE_LINK = List.of("fe80::/10", "ff02::/16");
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DNS = 53;
    /** Where the acknowledgement flag stands in a TCP header. */
    private static final int TCP_FLAGS = 13;

    private static final int TCP_ACK = 0x10;
    private static final int IPV6_HEADER = 40;

    Quarantine {
        except = List.copyOf(except);
        nameServers = List.copyOf(nameServers);
        node = List.copyOf(node);
    }

    /** The program for one direction on a control group. */
    ByteBuffer program(boolean egress) {
        return program(egress, Ground.CONTROL_GROUP);
    }

    /** The program for one direction. */
    ByteBuffer program(boolean egress, Ground ground) {
        return new Building(egress, ground).build();
    }

    /** Four bytes of an address and which of their bits count. */
    private record Word(int value, int mask) {}

    private record Network(List<Word> words) {
        static Network of(String text) {
            String[] parts = text.split("/", 2);
            byte[] bytes = InetAddress.ofLiteral(parts[0]).getAddress();
            int bits = parts.length == 1 ? bytes.length * 8 : Integer.parseInt(parts[1]);
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < bytes.length / 4; i++) {
                int covered = Math.clamp(bits - 32L * i, 0, 32);
                int mask = covered == 0 ? 0 : -1 << (32 - covered);
                words.add(new Word(ByteBuffer.wrap(bytes, i * 4, 4).getInt() & mask, mask));
            }
            return new Network(words);
        }

        boolean isVersionFour() {
            return words.size() == 1;
        }
    }

    private final class Building {
        private final boolean egress;
        private final Ground ground;
        private final BpfProgram program = new BpfProgram();
        private final Label pass = new Label();
        private final Label drop = new Label();

        Building(boolean egress, Ground ground) {
            this.egress = egress;
            this.ground = ground;
        }

        ByteBuffer build() {
            if (ground == Ground.UNKNOWN) {
                return program.end(ground.drop).encode();
            }
            Label six = new Label();
            program.copy(CONTEXT, R1);
            whatFollows();
            program.ifEqual(WORD, ETH_P_IPV6, six).ifNotEqual(WORD, ETH_P_IP, drop);
            version(true);
            program.place(six);
            version(false);
            return program.place(drop)
                    .end(ground.drop)
                    .place(pass)
                    .end(ground.pass)
                    .encode();
        }

        /** Of a frame it is what is sent: what the packet's socket says beside it may be another thing. */
        private void whatFollows() {
            if (ground != Ground.ETHERNET) {
                program.loadWord(WORD, CONTEXT, SKB_PROTOCOL).halfFromNetworkOrder(WORD);
                return;
            }
            program.set(R2, ETHER_TYPE);
            loadTo(SCRATCH, 2);
            // whoever may be reached must be found first
            program.loadHalf(WORD, FRAME, SCRATCH).halfFromNetworkOrder(WORD).ifEqual(WORD, ETH_P_ARP, pass);
        }

        private void version(boolean four) {
            // IPv4: source at 12, destination at 16, protocol at 9; IPv6: 8, 24 and 6
            int peer = four ? (egress ? 16 : 12) : (egress ? 24 : 8);
            load(peer, ADDRESS, four ? 4 : 16);
            load(four ? 9 : 6, SCRATCH, 1);
            program.loadByte(PROTOCOL, FRAME, SCRATCH);
            if (four) {
                load(0, SCRATCH, 1);
                program.loadByte(TRANSPORT, FRAME, SCRATCH).and(TRANSPORT, 0xf).shiftLeft(TRANSPORT, 2);
            } else {
                program.set(TRANSPORT, IPV6_HEADER);
            }
            List<String> always = new ArrayList<>(except);
            always.add(four ? "127.0.0.0/8" : "::1");
            networks(always, four).forEach(network -> ifPeerIs(network, pass));
            if (!four && ground == Ground.ETHERNET) {
                neighbours();
            }
            dns(four);
            probes(four);
        }

        /** Of the node and of the link, on which it goes no further. */
        private void neighbours() {
            Label next = new Label();
            Label kind = new Label();
            program.ifNotEqual(PROTOCOL, ICMPV6, next);
            List<String> near = new ArrayList<>(OF_THE_LINK);
            near.addAll(node);
            networks(near, false).forEach(network -> ifPeerIs(network, kind));
            program.jump(next).place(kind);
            loadFromTransport(0, 1);
            program.loadByte(WORD, FRAME, SCRATCH);
            NEIGHBOUR_DISCOVERY.forEach(type -> program.ifEqual(WORD, type, pass));
            program.place(next);
        }

        private List<Network> networks(List<String> texts, boolean four) {
            return texts.stream()
                    .map(Network::of)
                    .filter(network -> network.isVersionFour() == four)
                    .toList();
        }

        private void dns(boolean four) {
            List<Network> servers = networks(nameServers, four);
            if (servers.isEmpty()) {
                return;
            }
            Label isServer = new Label();
            Label isTransport = new Label();
            Label next = new Label();
            servers.forEach(server -> ifPeerIs(server, isServer));
            program.jump(next).place(isServer);
            program.ifEqual(PROTOCOL, UDP, isTransport).ifNotEqual(PROTOCOL, TCP, next);
            program.place(isTransport);
            // the peer's port: the destination's of what goes out, the source's of what comes in
            loadFromTransport(egress ? 2 : 0, 2);
            program.loadHalf(WORD, FRAME, SCRATCH).halfFromNetworkOrder(WORD).ifEqual(WORD, DNS, pass);
            program.place(next);
        }

        private void probes(boolean four) {
            List<Network> own = networks(node, four);
            if (own.isEmpty()) {
                program.jump(drop);
                return;
            }
            Label isNode = new Label();
            own.forEach(address -> ifPeerIs(address, isNode));
            program.jump(drop).place(isNode);
            program.ifNotEqual(PROTOCOL, TCP, drop);
            if (egress) {
                // the first packet of a connection that the container opens has no acknowledgement
                loadFromTransport(TCP_FLAGS, 1);
                program.loadByte(WORD, FRAME, SCRATCH).and(WORD, TCP_ACK).ifEqual(WORD, 0, drop);
            }
            program.jump(pass);
        }

        private void ifPeerIs(Network network, Label target) {
            Label differs = new Label();
            if (network.words.stream().allMatch(word -> word.mask == 0)) {
                // everybody: a jump without a condition would leave what follows out of reach, which the kernel refuses
                program.set(WORD, 0).ifEqual(WORD, 0, target);
                return;
            }
            for (int i = 0; i < network.words.size(); i++) {
                Word word = network.words.get(i);
                if (word.mask != 0) {
                    program.loadWord(WORD, FRAME, ADDRESS + 4 * i)
                            .fromNetworkOrder(WORD)
                            .and(WORD, word.mask)
                            .ifNotEqual(WORD, word.value, differs);
                }
            }
            program.jump(target).place(differs);
        }

        /** From the beginning of the IP header. */
        private void load(int offset, int into, int bytes) {
            program.set(R2, ground.ip + offset);
            loadTo(into, bytes);
        }

        private void loadFromTransport(int offset, int bytes) {
            program.copy(R2, TRANSPORT).plus(R2, ground.ip + offset);
            loadTo(SCRATCH, bytes);
        }

        private void loadTo(int into, int bytes) {
            program.copy(R1, CONTEXT)
                    .copy(R3, FRAME)
                    .plus(R3, into)
                    .set(R4, bytes)
                    .call(SKB_LOAD_BYTES)
                    .ifNotEqual(R0, 0, drop);
        }
    }
}
