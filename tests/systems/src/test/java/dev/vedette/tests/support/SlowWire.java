package dev.vedette.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace that stands for a node with one slow way out, which pods are connected to as a node's network does it: a pair
 * of devices for each, and routes. Nobody is at the other end. All of it is gone when it is closed.
 */
public final class SlowWire implements AutoCloseable {
    /** An address that all pods reach by the wire alone. */
    public static final String FAR_END = "10.79.0.9";

    private static final String LAY = """
        set -e
        ip link add wire type veth peer name end netns $1
        nsenter --net=/proc/$1/ns/net ip link set end up
        ip address add 10.79.0.1/16 dev wire
        ip link set wire up
        ip neighbour add 10.79.0.9 lladdr 02:00:00:00:00:09 dev wire nud permanent
        tc qdisc add dev wire root tbf rate 2mbit burst 16kb limit 64kb
        echo 1 > /proc/sys/net/ipv4/ip_forward
        """;

    private static final String CONNECT = """
        set -e
        ip link add pod$2 type veth peer name wire netns $1
        ip address add 10.78.$2.1/24 dev pod$2
        ip link set pod$2 up
        inside="nsenter --net=/proc/$1/ns/net"
        $inside ip address add 10.78.$2.2/24 dev wire
        $inside ip link set wire up
        $inside ip route add 10.79.0.0/16 via 10.78.$2.1
        """;

    private final Process node;
    private final Process farEnd;
    private int connected;

    private SlowWire(Process node, Process farEnd) {
        this.node = node;
        this.farEnd = farEnd;
    }

    public static SlowWire lay() throws IOException, InterruptedException {
        SlowWire wire = new SlowWire(holder(), holder());
        wire.run(LAY, Long.toString(wire.farEnd.pid()));
        return wire;
    }

    /** A process that has a network namespace of its own. */
    private static Process holder() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "sleep", "infinity").start();
        String own = namespaceOf(ProcessHandle.current().pid());
        Waiting.until("a network namespace", () -> !namespaceOf(holder.pid()).equals(own));
        return holder;
    }

    /** Gives a workload's pod a device and a route to {@link #FAR_END}. */
    public void connect(Workload workload) throws IOException, InterruptedException {
        connected++;
        run(CONNECT, Long.toString(workload.container().pid()), Integer.toString(connected));
    }

    private static Path namespace(long pid) {
        return Path.of("/proc/" + pid + "/ns/net");
    }

    private static String namespaceOf(long pid) {
        try {
            return Files.readSymbolicLink(namespace(pid)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String script, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("nsenter", "--net=" + namespace(node.pid()), "sh", "-c", script, "wire");
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Override
    public void close() {
        for (Process holder : List.of(node, farEnd)) {
            holder.destroyForcibly().onExit().join();
        }
    }
}
