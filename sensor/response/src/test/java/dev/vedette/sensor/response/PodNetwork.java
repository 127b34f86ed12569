package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod has of a network: a namespace with an interface, whose other end is in a namespace that stands for what is
 * beyond the pod. Nothing of it is in this machine's own namespace. For one thread.
 */
final class PodNetwork implements AutoCloseable {
    static final String POD = "198.51.100.2";
    static final String BEYOND = "198.51.100.1";
    static final String ALSO_BEYOND = "198.51.100.9";

    private static final String PREPARE = """
            set -e
            ip link set lo up
            ip link add eth0 type veth peer name beyond0 netns %d
            ip address add %s/24 dev eth0
            ip -6 address add 2001:db8::2/64 dev eth0 nodad
            ip link set eth0 up
            """;

    private static final String PREPARE_BEYOND = """
            set -e
            ip link set lo up
            ip address add %s/24 dev beyond0
            ip address add %s/24 dev beyond0
            ip -6 address add 2001:db8::1/64 dev beyond0 nodad
            ip link set beyond0 up
            """;

    /** To everybody on the link. That the kernel says there is no room is how it says that it has dropped one. */
    private static final String FRAMES = """
            socket(my $s, 17, 3, 0) or die "socket: $!";
            open(my $f, "<", "/proc/net/dev"); my $name = "eth0";
            my $ifreq = pack("a16 x24", $name); ioctl($s, 0x8933, $ifreq) or die "ioctl: $!";
            my $index = unpack("x16 i", $ifreq);
            my $to = pack("S n i S C C a8", 17, 0x0806, $index, 1, 0, 6, "\\xff" x 6);
            my $ip = pack("C C n n n C C n N N", 0x45, 0, 28, 1, 0, 64, 17, 0, 0xc6336402, 0xc6336401);
            my $frame = "\\xff" x 6 . "\\x02\\0\\0\\0\\0\\x01" . pack("n", 0x0800) . $ip . pack("n n n n", 9, 9, 8, 0) . "\\0" x 18;
            for (1 .. $ARGV[0]) { send($s, $frame, 0, $to); }
            """;

    private static final int PATIENCE_SECONDS = 120;
    private static final int SOON_SECONDS = 2;

    private final List<Process> servers = new ArrayList<>();
    private final Process beyond;
    private final Process pod;

    PodNetwork() throws IOException, InterruptedException {
        beyond = namespace();
        pod = namespace();
        run(pod, PREPARE.formatted(beyond.pid(), POD));
        run(beyond, PREPARE_BEYOND.formatted(BEYOND, ALSO_BEYOND));
    }

    /** A process of a namespace of its own, which is there when this returns, and ends with the test's. */
    private static Process namespace() throws IOException {
        Process process = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec cat >/dev/null")
                .redirectErrorStream(true)
                .start();
        byte[] first = process.getInputStream().readNBytes(6);
        if (!new String(first, StandardCharsets.US_ASCII).equals("ready\n")) {
            throw new IOException("no network namespace: " + new String(first, StandardCharsets.US_ASCII)
                    + new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        return process;
    }

    /** The process that is the pod's. */
    long pod() {
        return pod.pid();
    }

    private static Process inside(Process process, String... command) throws IOException {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net", "--target", Long.toString(process.pid())));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole).redirectErrorStream(true).start();
    }

    private static String said(Process inside) throws IOException, InterruptedException {
        inside.getOutputStream().close();
        String said = new String(inside.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        inside.waitFor();
        return said.strip();
    }

    private static void run(Process process, String script) throws IOException, InterruptedException {
        Process inside = inside(process, "sh", "-c", script);
        String said = said(inside);
        if (inside.exitValue() != 0) {
            throw new IOException(said);
        }
    }

    /** Has somebody beyond answer connections with a word. */
    void answersBeyond(int port) throws IOException, InterruptedException {
        serve(beyond, port);
    }

    /** Has the pod answer connections with a word. */
    void answersInPod(int port) throws IOException, InterruptedException {
        serve(pod, port);
    }

    private void serve(Process where, int port) throws IOException, InterruptedException {
        servers.add(inside(
                where, "busybox", "nc", "-ll", "-p", Integer.toString(port), "-e", "/bin/echo", "answer-of-" + port));
        while (!ask(where, "::1", port, PATIENCE_SECONDS).equals("answer-of-" + port)) {
            Thread.sleep(20);
        }
    }

    /** What the pod hears from an address beyond, if it gets there; "" if not. */
    String hears(String address, int port) throws IOException, InterruptedException {
        return answer(pod, address, port, PATIENCE_SECONDS);
    }

    /** The same where it is expected not to: connecting is given up soon. */
    String hearsSoon(String address, int port) throws IOException, InterruptedException {
        return answer(pod, address, port, SOON_SECONDS);
    }

    /** What is heard from the pod beyond it. */
    String isHeardBeyond(int port) throws IOException, InterruptedException {
        return answer(beyond, POD, port, PATIENCE_SECONDS);
    }

    /** The same where it is expected not to. */
    String isHeardBeyondSoon(int port) throws IOException, InterruptedException {
        return answer(beyond, POD, port, SOON_SECONDS);
    }

    private static String answer(Process from, String address, int port, int seconds)
            throws IOException, InterruptedException {
        String answer = ask(from, address, port, seconds);
        return answer.startsWith("answer-of-") ? answer : "";
    }

    private static String ask(Process from, String address, int port, int seconds)
            throws IOException, InterruptedException {
        return said(inside(from, "busybox", "nc", "-w", Integer.toString(seconds), address, Integer.toString(port)));
    }

    /**
     * Sends frames with an IPv4 packet by a socket that says it sends ARP.
     *
     * @return how many frames came out of the other end meanwhile, of these and of others
     */
    long framesOfAnotherName(int count) throws IOException, InterruptedException {
        long before = framesBeyond();
        Process sender = inside(pod, "perl", "-e", FRAMES, Integer.toString(count));
        String said = said(sender);
        if (sender.exitValue() != 0) {
            throw new IOException(said);
        }
        return framesBeyond() - before;
    }

    /** What the pod's interfaces have of queueing disciplines. */
    String disciplines() throws IOException, InterruptedException {
        return said(inside(pod, "tc", "qdisc", "show"));
    }

    private long framesBeyond() throws IOException, InterruptedException {
        String figures = said(inside(beyond, "cat", "/proc/net/dev"));
        String ofLink = figures.lines()
                .filter(line -> line.strip().startsWith("beyond0:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(ofLink.substring(ofLink.indexOf(':') + 1).strip().split(" +", -1)[1]);
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        pod.destroyForcibly();
        beyond.destroyForcibly();
    }
}
