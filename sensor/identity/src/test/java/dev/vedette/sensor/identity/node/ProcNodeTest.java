package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.sensor.identity.process.ProcessTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The real {@code /proc} and real processes that the test starts. */
class ProcNodeTest {
    private final ProcNode node = new ProcNode();

    @Test
    void processThatWasThereBeforeIsKnownWithItsParents() throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "sleep 300; true").start();
        try {
            ProcessHandle sleep = childOf(shell);
            ProcessTable table = new ProcessTable(node, 100_000);
            table.seed(node.processes());

            var seen = table.now((int) sleep.pid()).orElseThrow().info();
            assertThat(seen.arguments()).containsExactly("sleep", "300");
            assertThat(seen.parent().pid()).isEqualTo((int) shell.pid());
            assertThat(seen.parent().arguments()).startsWith("/bin/sh", "-c");
            assertThat(seen.parent().parent().pid())
                    .isEqualTo((int) ProcessHandle.current().pid());
            assertThat(seen.credentials().known()).isTrue();
            assertThat(seen.namespaces().mount()).isNotZero();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }
    }

    @Test
    void executableIsTheObjectThatRuns() throws Exception {
        Path real = Path.of("/bin/sleep").toRealPath();
        Process sleep = new ProcessBuilder("/bin/sleep", "300").start();
        try {
            await(() -> node.process((int) sleep.pid()).orElseThrow().name().equals("sleep"));
            SeenProcess seen = node.process((int) sleep.pid()).orElseThrow();
            assertThat(seen.executable().inode()).isEqualTo(Files.getAttribute(real, "unix:ino"));
            assertThat(seen.executable().device())
                    .isEqualTo(node.file(real).orElseThrow().device());
            assertThat(seen.executable().path()).isEqualTo(real.toString());
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void deviceNumberIsTheKernelsOwn() throws IOException {
        // mountinfo shows super_block.s_dev, which is what the kernel's records carry.
        Path file = Files.createTempFile("vedette", "");
        try {
            long device = node.file(file).orElseThrow().device();
            assertThat(node.mountsOf((int) ProcessHandle.current().pid())
                            .orElseThrow()
                            .hasDevice(device))
                    .isTrue();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void libraryAndKernelNumberDevicesDifferently() {
        assertThat(NodeFiles.kernelDevice(0xfe00)).isEqualTo(254L << 20);
        assertThat(NodeFiles.kernelDevice(0x103)).isEqualTo((1L << 20) | 3);
        // major 259, minor 300: glibc's gnu_dev_makedev(259, 300)
        assertThat(NodeFiles.kernelDevice(0x11032cL)).isEqualTo((259L << 20) | 300);
    }

    @Test
    void listeningProcessIsSeenAsOne() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThat(node.process(self).orElseThrow().listening()).isTrue();
        }
        assertThat(node.process(1).map(SeenProcess::listening)).isPresent();
    }

    @Test
    void nodesOwnNamespacesAndCapabilitiesAreKnown() {
        assertThat(node.hostNamespaces().mount()).isNotZero();
        assertThat(node.hostNamespaces().network()).isNotZero();
        assertThat(CapabilitySet.ALL.containsAll(node.hostCapabilities())).isTrue();
        assertThat(node.hostMounts().at("/")).isPresent();
    }

    @Test
    void groupsOfTheHierarchyAreFoundByTheirNumbers() {
        List<SeenCgroup> groups = node.cgroups();
        if (groups.isEmpty()) {
            assertThat(node.cgroupIdOf(1)).isZero();
        } else {
            assertThat(groups.getFirst().path()).isEqualTo("/");
            assertThat(groups).extracting(SeenCgroup::id).doesNotHaveDuplicates();
            assertThat(groups).extracting(SeenCgroup::id).contains(node.cgroupIdOf((int)
                    ProcessHandle.current().pid()));
        }
    }

    @Test
    void processThatIsGoneIsAbsentAndNothingIsThrown() throws Exception {
        Process brief = new ProcessBuilder("/bin/true").start();
        brief.waitFor();

        assertThat(node.process((int) brief.pid())).isEmpty();
        assertThat(node.mountsOf((int) brief.pid())).isEmpty();
        assertThat(node.cgroupIdOf((int) brief.pid())).isZero();
        assertThat(node.startOf((int) brief.pid())).isEmpty();
    }

    private static ProcessHandle childOf(Process parent) throws InterruptedException {
        await(() -> parent.children()
                .anyMatch(child -> child.info().command().orElse("").endsWith("sleep")
                        || child.info().command().orElse("").endsWith("coreutils")));
        return parent.children().findFirst().orElseThrow();
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 500 && !condition.getAsBoolean(); tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
