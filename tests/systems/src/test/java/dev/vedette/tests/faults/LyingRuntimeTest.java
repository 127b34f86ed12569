package dev.vedette.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.spoken.Dialect;
import dev.vedette.sensor.spoken.SpokenContainer;
import dev.vedette.sensor.spoken.SpokenCri;
import dev.vedette.sensor.spoken.SpokenRuntime;
import dev.vedette.tests.faults.Program.Said;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ShortFolder;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program beside runtimes that hang, lie or go away. The runtimes are CRI servers of this project: no real one says
 * what these say.
 */
@OnRealContainers
@Timeout(600)
class LyingRuntimeTest {
    private static final int MANY = 10_000;
    private static final String POD = "%064x".formatted(0xabcd_ef00L);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private Program program;
    private Path socket;

    @BeforeEach
    void prepare() throws Exception {
        program = new Program(folder.resolve("program"));
        socket = folder.resolve("r.sock");
    }

    @Test
    void doctorDoesNotWaitForARuntimeThatHangs() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));

            Said said = program.run("doctor", "--look-at", "probes", "--runtime", socket.toString());

            assertThat(said.out()).contains(socket.toString(), "did not answer within");
            assertThat(said.showsInternals()).isFalse();
        }
    }

    @Test
    void doctorSaysThatASocketIsAFile() throws Exception {
        Files.createFile(socket);

        Said said = program.run("doctor", "--look-at", "probes", "--runtime", socket.toString());

        assertThat(said.all()).contains(socket + " is no socket but a file; name the runtime's socket itself");
        assertThat(said.showsInternals()).isFalse();
    }

    /** In a heap of 128 MiB; containers without a process are nothing that could be watched, and are not shown. */
    @Test
    void theSensorKeepsToTheContainersOfARealRuntimeBesideOneThatListsTenThousandAndNonsense() throws Exception {
        Path state = folder.resolve("state");
        try (ShortFolder home = ShortFolder.make();
                PrivateContainerd containerd = PrivateContainerd.start(home.resolve("c"))) {
            ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
            containerd
                    .pods()
                    .pod("shop", "web-1")
                    .run()
                    .container("main")
                    .command("sleep", "1000")
                    .run();
            String real = containerd.endpoint().socket().toString();
            Process sensor = program.start(
                    "sensor",
                    "--quiet",
                    "--state",
                    state.toString(),
                    "--runtime",
                    real,
                    "--runtime",
                    socket.toString());
            try {
                keepsToTheRealOne(sensor, state);
            } finally {
                Program.end(sensor);
            }
        }
    }

    private void keepsToTheRealOne(Process sensor, Path state) throws Exception {
        SpokenCri liar = liar();
        try (var _ = new SpokenRuntime(socket, liar)) {
            await(sensor, () -> liar.asked() >= MANY);
            await(sensor, () -> knowsTheRealOne(state));
        }
        await(sensor, () -> program.errors().contains(socket.toString()));
        await(sensor, () -> knowsTheRealOne(state));
        assertThat(program.errors()).doesNotContain("\u001b", "OutOfMemory", "\tat ");

        Said said = new Program(folder.resolve("asking")).run("containers", "--state", state.toString());
        assertThat(said.out()).contains("shop/web-1/main");
        assertThat(said.all()).doesNotContain("\u001b", "etc/passwd");
    }

    private static SpokenCri liar() {
        SpokenCri cri = new SpokenCri(Dialect.CRI_O);
        cri.pod(POD, "shop-1");
        for (int i = 0; i < MANY; i++) {
            cri.container(new SpokenContainer("%064x".formatted(i), POD, "c\u001b[31m" + i, 0));
        }
        for (String id : List.of("../../etc/passwd", "\u001b[2J", "x".repeat(100_000))) {
            cri.container(new SpokenContainer(id, POD, "odd", 0));
        }
        return cri;
    }

    private static boolean knowsTheRealOne(Path state) {
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            return client.containers().stream()
                    .anyMatch(container -> container.getPod().equals("web-1")
                            && container.getName().equals("main"));
        } catch (ControlException e) {
            return false; // it is about to begin
        }
    }

    private void await(Process sensor, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean met = condition.call();
        while (!met && System.nanoTime() < end) {
            assertThat(sensor.isAlive()).as(program.errors()).isTrue();
            Thread.sleep(100);
            met = condition.call();
        }
        assertThat(met).as(program.errors()).isTrue();
    }
}
