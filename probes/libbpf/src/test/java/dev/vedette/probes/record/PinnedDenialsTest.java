package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.deny.Denial;
import dev.vedette.probes.deny.DenyVerdict;
import dev.vedette.probes.deny.Prefix;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is denied outlives who said so, passes to the next one without a gap, and ends when it is uninstalled. */
@RequiresBpf
class PinnedDenialsTest {
    private static final int REFUSED = 1;

    private Path pins;
    private ConfinedGroup group;
    private ServerSocket server;

    @BeforeEach
    void choosePlace() throws Exception {
        pins = Path.of(
                "/sys/fs/bpf/vedette_deny_test_" + ProcessHandle.current().pid());
        group = ConfinedGroup.make("pinned");
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        server.close();
        group.close();
        KernelProbes.removePinned(pins);
    }

    @Test
    void holdsWhenTheSensorIsKilledAndIsTakenOverAndRemoved() throws Exception {
        Process holder = hold();
        try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("denied");
            assertThat(connect()).isEqualTo(REFUSED);
            holder.destroyForcibly();
            assertThat(holder.waitFor()).isEqualTo(128 + 9);
        }
        assertThat(connect()).as("with nobody there").isEqualTo(REFUSED);

        try (KernelProbes next = attach(pins)) {
            assertThat(next.denials().containers()).containsExactly(group.id());
            assertThat(connect()).as("taken over").isEqualTo(REFUSED);
        }
        assertThat(connect()).as("left again").isEqualTo(REFUSED);

        assertThat(KernelProbes.removePinned(pins)).isNotEmpty();
        assertThat(connect()).as("uninstalled").isZero();
    }

    private int connect() throws Exception {
        return group.runs("exec perl -MSocket -e 'socket(my $s, 2, 1, 0) or exit 7;"
                        + " connect($s, pack_sockaddr_in(" + server.getLocalPort()
                        + ", inet_aton(\"127.0.0.1\"))) or exit $!'")
                .code();
    }

    private Process hold() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        pins.toString(),
                        Long.toString(group.id()),
                        Integer.toString(server.getLocalPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static KernelProbes attach(Path pins) throws Exception {
        return KernelProbes.attach(ProbeSettings.defaults()
                .withRingBytes(1 << 20)
                .withFacts(Set.of("cgroup_mkdir", "deny_connect"))
                .withPins(pins));
    }

    /** Denies a port of the loopback address to a group, and then only waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[2]);
            try (KernelProbes probes = attach(Path.of(arguments[0]))) {
                Denial peer = new Denial.OfPeers(
                        Prefix.parse("127.0.0.1").orElseThrow(), port, port, new DenyVerdict(true, 0));
                probes.denials().put(Long.parseLong(arguments[1]), List.of(peer), true);
                System.out.println("denied");
                Thread.currentThread().join();
            }
        }
    }
}
