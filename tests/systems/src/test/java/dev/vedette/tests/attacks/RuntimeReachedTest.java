package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-2008, VDT-2010 and VDT-2011: the node's container runtime, its program, its shims and its API, from a container. */
@OnAttackRange
class RuntimeReachedTest {
    private static final Path RUNC = Path.of("/usr/sbin/runc");
    private static final String CONNECT = "/opt/attacks/connect-unix.pl";
    /** Where shims of containerd 1.4 and later have their sockets (runtime/v2/shim, socketRoot). */
    private static final Path SHIM_SOCKETS = Path.of("/run/containerd/s");

    private final AttackRange range;

    RuntimeReachedTest(AttackRange range) {
        this.range = range;
    }

    /** The program is opened for writing and not written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec 3>>/node/runc",
                "perl -e 'open(my $f, \"+<\", \"/node/runc\") or die $!'",
                // A descriptor that may do nothing (O_PATH), made one that may write.
                "perl -e 'use Fcntl; sysopen(my $p, \"/node/runc\", 010000000) or die $!;"
                        + " open(my $f, \"+<\", \"/proc/$$/fd/\" . fileno($p)) or die $!'",
                "ln -s /node/runc /tmp/innocent && exec 3>>/tmp/innocent",
            })
    void runtimesProgramOpenedForWritingIsFound(String attack) throws IOException {
        FileTime before = Files.getLastModifiedTime(RUNC);
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(RUNC.getParent(), "/node", false));

        // While runc runs somewhere, the kernel refuses to open it for writing (ETXTBSY).
        attacker.does("for i in $(seq 300); do (" + attack + ") && exit 0; sleep 0.2; done; exit 1")
                .worked();

        attacker.isFound("VDT-2008", Severity.CRITICAL);
        assertThat(Files.getLastModifiedTime(RUNC)).isEqualTo(before);
    }

    @Test
    void readingItAndWritingACopyIsSilent() {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(RUNC.getParent(), "/node", true));

        workload.does("cp /node/runc /tmp/runc && echo >>/tmp/runc").worked();

        workload.isSilentOn("VDT-2008");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "perl " + CONNECT + " /tmp/app.sock",
                "ln -s /tmp/app.sock /tmp/link && cp /usr/bin/perl /tmp/innocent && /tmp/innocent " + CONNECT
                        + " /tmp/link",
                "cd /tmp && perl " + CONNECT + " ../proc/self/root/tmp/./app.sock",
            })
    void runtimesApiIsFoundUnderAnyName(String attack) {
        Path socket = range.containerd().endpoint().socket();
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(socket, "/tmp/app.sock", false));

        attacker.does(attack).worked();

        attacker.isFound("VDT-2011", Severity.HIGH);
    }

    /** The socket of the container's own shim, by another name each time; nothing is sent. */
    @Test
    void shimOfTheRuntimeIsFoundUnderAnyName() throws IOException {
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(SHIM_SOCKETS, "/tmp/s", false));
        String socket = "/tmp/s/" + shimSocket(attacker).getFileName();

        attacker.does("perl " + CONNECT + " " + socket).worked();
        attacker.isFound("VDT-2010", Severity.CRITICAL, f -> f.message().startsWith("/usr/bin/perl"));

        attacker.does("ln -s " + socket + " /tmp/a && cp /usr/bin/perl /tmp/innocent && /tmp/innocent " + CONNECT
                        + " /tmp/a")
                .worked();
        attacker.isFound("VDT-2010", Severity.CRITICAL, f -> f.message().startsWith("/tmp/innocent"));
    }

    /** What a shim's name serves at an abstract address, which is one for all who share the node's network. */
    @Test
    void shimAtAnAbstractAddressIsFound() throws Exception {
        String address = "\\0vedette-" + ProcessHandle.current().pid();
        Path shim = Files.copy(Path.of("/usr/bin/perl"), range.folder().resolve("containerd-shim"));
        Process serving = new ProcessBuilder(
                        shim.toString(),
                        "-e",
                        "use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die;"
                                + " bind($s, sockaddr_un(\"" + address
                                + "\")) or die $!; listen($s, 9) or die; print \"1\\n\"; close(STDOUT);"
                                + " sleep(300)")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(serving.getInputStream().read()).isEqualTo('1');
            Workload attacker = range.workload(pod -> pod.hostNetwork(), container -> container.runtimeSeccomp());

            attacker.does("perl -e 'use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die $!;"
                            + " connect($s, sockaddr_un(\"" + address + "\")) or die $!; sleep 1'")
                    .worked();

            attacker.isFound("VDT-2010", Severity.CRITICAL);
        } finally {
            serving.destroyForcibly().waitFor();
        }
    }

    /** By its shim, the parent of its first process, and by what that listens at. */
    private static Path shimSocket(Workload workload) throws IOException {
        String shim = parent(Long.toString(workload.container().pid()));
        List<String> held;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", shim, "fd"))) {
            held = descriptors.map(RuntimeReachedTest::target).toList();
        }
        return Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .map(line -> line.strip().split(" +"))
                .filter(words -> words.length == 8 && words[7].startsWith(SHIM_SOCKETS + "/"))
                .filter(words -> held.contains("socket:[" + words[6] + "]"))
                .map(words -> Path.of(words[7]))
                .findFirst()
                .orElseThrow();
    }

    private static String parent(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("PPid:"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void anotherSocketIsSilentEvenWithARuntimesName() {
        Workload workload = range.ordinary();

        workload.does("""
                perl -e 'use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die $!;
                bind($s, sockaddr_un("/tmp/containerd.sock")) or die $!; listen($s, 1) or die $!; sleep 600' &
                i=0; until perl /opt/attacks/connect-unix.pl /tmp/containerd.sock; do
                i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done; kill $!
                """).worked();

        workload.isSilentOn("VDT-2010", "VDT-2011");
    }
}
