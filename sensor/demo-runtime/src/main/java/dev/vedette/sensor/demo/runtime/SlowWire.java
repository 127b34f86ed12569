package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that stands for a node with one slow way out, which pods are connected to as a node's network does it: a pair
 * of devices for each, and routes. Nobody is at the other end, unless {@link #answerBy} puts somebody there. All of it is gone when it
 * is closed. Not for several threads at once.
 */
public final class SlowWire implements AutoCloseable {
    /** An address that all pods reach by the wire alone. */
    public static final String FAR_END = "10.79.0.9";

    /** What it lets pass, besides 16 KiB at once; what waits for it is at most 64 KiB. */
    public static final int BYTES_A_SECOND = 2_000_000 / Byte.SIZE;

    private static final Duration A_MOMENT = Duration.ofSeconds(20);

    private static final String LAY = """
        set -e
        ip link add wire type veth peer name end netns $1
        far="nsenter --net=/proc/$1/ns/net"
        $far ip link set end address 02:00:00:00:00:09
        $far ip link set end up
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

    private static final String BE_THERE = """
        set -e
        ip address add 10.79.0.9/16 dev end
        ip route add 10.78.0.0/16 via 10.79.0.1
        """;

    private final Process node;
    private final Process farEnd;
    private final List<Process> started = new ArrayList<>();
    private int connected;

    private SlowWire(Process node, Process farEnd) {
        this.node = node;
        this.farEnd = farEnd;
        started.addAll(List.of(node, farEnd));
    }

    /** Needs the privileges to make network namespaces and devices. */
    public static SlowWire lay() throws IOException {
        SlowWire wire = new SlowWire(holder(), holder());
        try {
            run(wire.node, LAY, Long.toString(wire.farEnd.pid()));
            return wire;
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    /** A process that has a network namespace of its own. */
    private static Process holder() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "sleep", "infinity").start();
        String own = namespaceOf(ProcessHandle.current().pid());
        if (!Await.until(A_MOMENT, () -> !namespaceOf(holder.pid()).equals(own))) {
            holder.destroyForcibly();
            throw new IOException(
                    "No network namespace of its own for a process within " + A_MOMENT.toSeconds() + " s.");
        }
        return holder;
    }

    /** Gives a container's pod a device and a route to {@link #FAR_END}. */
    public void connect(RunningContainer container) throws IOException {
        connected++;
        run(node, CONNECT, Long.toString(container.pid()), Integer.toString(connected));
    }

    /** Has a program of the host run at {@link #FAR_END}, which is an address of its own from then on. */
    public void answerBy(String... command) throws IOException {
        run(farEnd, BE_THERE);
        started.add(new ProcessBuilder(inside(farEnd, command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
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

    private static void run(Process where, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(inside(where, "sh", "-c", script, "wire"));
        command.addAll(List.of(arguments));
        var unused = Commands.run(command);
    }

    private static List<String> inside(Process where, String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace(where.pid())));
        all.addAll(List.of(command));
        return all;
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.destroyForcibly().onExit().join();
        }
    }
}
