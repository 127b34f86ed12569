package dev.vedette.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the sending of a packet costs more while it is told who waits behind whom for the network: over loopback, over a device
 * without a queue (as from a pod to its node), and over one with a queue that is empty; all in a network namespace of its own.
 */
final class PacketBenchmark implements Benchmark {
    private static final List<String> HOOKS = List.of("tp_btf/net_dev_queue", "tp_btf/qdisc_dequeue");
    private static final String EMPTY = "empty programs at queue and dequeue";
    private static final String OURS = "who waits behind whom is told";

    /** Gets how to go to the far end and what to run. */
    private static final String WAY = """
        set -e
        unshare --net sleep 60 &
        far=$!
        trap 'kill $far' EXIT
        while [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
        ip link set lo up
        ip link add out type veth peer name in netns $far
        ip address add 10.79.0.1/16 dev out
        ip link set out up
        nsenter --net=/proc/$far/ns/net ip link set in up
        ip neighbour add 10.79.0.9 lladdr 02:00:00:00:00:09 dev out nud permanent
        [ "$0" != queue ] || tc qdisc add dev out root pfifo limit 1000
        "$@"
        """;

    private final int rounds;
    private final double seconds;

    private enum Way {
        LOOPBACK("127.0.0.1", "a packet over loopback"),
        PAIR("10.79.0.9", "a packet to a device without a queue"),
        QUEUE("10.79.0.9", "a packet through a device's queue");

        final String to;
        final String words;

        Way(String to, String words) {
            this.to = to;
            this.words = words;
        }
    }

    PacketBenchmark(int rounds, double seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        HookCost cost = new HookCost().withEmptyAt(EMPTY, HOOKS).withProbes(OURS, Set.of("packet_wait"));
        List<Figure> figures = new ArrayList<>();
        for (Way way : Way.values()) {
            cost.measure(rounds, program -> command(way, program));
            figures.addAll(cost.figures(way.words));
            figures.add(Figure.plain(
                    way.words + ", ratio",
                    "%.2f (empty programs: %.2f)",
                    cost.median(OURS) / cost.median(HookCost.NOBODY),
                    cost.median(EMPTY) / cost.median(HookCost.NOBODY)));
        }
        return figures;
    }

    private List<String> command(Way way, String program) {
        String name = way == Way.QUEUE ? "queue" : "plain";
        return List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                WAY,
                name,
                program,
                "send",
                "200",
                "0",
                way.to,
                Double.toString(seconds));
    }
}
