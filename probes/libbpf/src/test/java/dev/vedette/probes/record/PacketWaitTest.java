package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.ServiceTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is blamed when real packets wait for a slow device. */
@RequiresBpf
class PacketWaitTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long CLEARLY = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int PACKET = 1_000;
    private static final ProbeSettings ONLY_PACKETS = ProbeSettings.defaults().withFacts(Set.of("packet_wait"));

    /**
     * A node of its own whose only way out is slow, and on it a pod. Gets the groups of who sends from the pod, and of who sends
     * much from the node's own network.
     */
    private static final String NODE = """
        set -e
        unshare --net sleep 600 &
        pod=$!
        while [ "$(readlink /proc/$pod/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
        pair() {
            ip link add $1 type veth peer name $2 netns $pod
            ip address add $3 dev $1
            ip link set $1 up
            inside ip link set $2 up
        }
        inside() { nsenter --net=/proc/$pod/ns/net "$@"; }
        pair pod eth0 10.78.0.1/24
        inside ip address add 10.78.0.2/24 dev eth0
        inside ip route add default via 10.78.0.1
        # What comes out at the other end is for nobody.
        pair wire end 10.79.0.1/16
        ip neighbour add 10.79.0.9 lladdr 02:00:00:00:00:09 dev wire nud permanent
        tc qdisc add dev wire root tbf rate 2mbit burst 16kb limit 64kb
        echo 1 > /proc/sys/net/ipv4/ip_forward
        send='exec 3> /dev/udp/10.79.0.9/9; while :; do printf %1000s >&3; [ $0 = 0 ] || sleep $0; done'
        (echo 0 > $1/cgroup.procs; inside bash -c "$send" 0.02) &
        [ -z "$2" ] || (echo 0 > $2/cgroup.procs; exec bash -c "$send" 0) &
        wait
        """;

    private final TestGroups groups = new TestGroups();
    private Process node;

    @AfterEach
    void restoreTheHost() throws Exception {
        if (node != null) {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly().waitFor();
        }
        groups.close();
    }

    @Test
    void blamesTheGroupWhoseBytesTheDeviceTookMeanwhileAlsoForPacketsOfAnotherNamespace() throws Exception {
        Path victim = groups.make("caller");
        Path culprit = groups.make("flood");
        try (KernelProbes probes = KernelProbes.attach(ONLY_PACKETS)) {
            start(victim.toString(), culprit.toString());

            await(probes, () -> GroupWaitTables.waited(probes.packetBlame(), victim, culprit) >= CLEARLY);
            // Several packets wait at a time, so that the waits add up faster than the service.
            await(probes, () -> figure(probes, culprit, ServiceTimes::servedNanos) >= CLEARLY);
            // The full queue throws most away.
            await(probes, () -> figure(probes, victim, ServiceTimes::requests) >= 1);
            // All go on growing: what is a part of the other is read first.
            long behindItself = GroupWaitTables.waited(probes.packetBlame(), victim, victim);
            long behindCulprit = GroupWaitTables.waited(probes.packetBlame(), victim, culprit);
            ServiceTimes times =
                    GroupWaitTables.times(probes.packetTimes(), victim).orElseThrow();
            assertThat(times.waitedNanos()).isGreaterThanOrEqualTo(behindCulprit + behindItself);
            assertThat(behindCulprit).isGreaterThan(5 * behindItself);
            assertThat(times.bytes() / times.requests()).isBetween((long) PACKET, PACKET + 100L);
        }
    }

    @Test
    void countsAPacketThatTheFullQueueThrowsAwayAsOneThatWaited() throws Exception {
        Path victim = groups.make("caller");
        Path culprit = groups.make("flood");
        try (KernelProbes probes = KernelProbes.attach(ONLY_PACKETS)) {
            start(victim.toString(), culprit.toString());

            await(probes, () -> figure(probes, victim, ServiceTimes::dropped) >= 20);
            ServiceTimes times =
                    GroupWaitTables.times(probes.packetTimes(), victim).orElseThrow();
            assertThat(times.waitedNanos() / (times.requests() + times.dropped()))
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void findsNoWaitForADeviceThatHasTime() throws Exception {
        Path caller = groups.make("caller");
        try (KernelProbes probes = KernelProbes.attach(ONLY_PACKETS)) {
            start(caller.toString(), "");

            await(
                    probes,
                    () -> GroupWaitTables.times(probes.packetTimes(), caller)
                            .filter(times -> times.requests() >= 20)
                            .isPresent());
            ServiceTimes times =
                    GroupWaitTables.times(probes.packetTimes(), caller).orElseThrow();
            assertThat(times.waitedNanos() / times.requests()).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(probes.failures()).isEmpty();
            assertThat(figure(probes, caller, ServiceTimes::dropped)).isZero();
        }
    }

    private static long figure(KernelProbes probes, Path group, ToLongFunction<ServiceTimes> which) {
        return GroupWaitTables.times(probes.packetTimes(), group).stream()
                .mapToLong(which)
                .sum();
    }

    private void start(String victim, String culprit) throws IOException {
        node = new ProcessBuilder("unshare", "--net", "bash", "-c", NODE, "node", victim, culprit)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void await(KernelProbes probes, BooleanSupplier seen) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.getAsBoolean()) {
            assertThat(node.isAlive()).as("the node lives").isTrue();
            assertThat(System.nanoTime())
                    .as("so far: %s of %s", probes.packetBlame(), probes.packetTimes())
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
