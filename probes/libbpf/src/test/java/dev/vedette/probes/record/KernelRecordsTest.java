package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the programs tell of real processes, files, sockets and mounts. */
@RequiresBpf
class KernelRecordsTest {
    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;
    private static final long TMPFS_MAGIC = 0x01021994;
    private static final long CLONE_NEWNS = 0x00020000;
    private static final long CLONE_NEWUTS = 0x04000000;
    private static final int AF_UNIX = 1;

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of(
                    "sched_process_exec",
                    "sched_process_fork",
                    "sched_process_exit",
                    "file_open",
                    "mount",
                    "setns",
                    "unshare",
                    "credentials",
                    "inet_sock_set_state",
                    "inet_connect",
                    "inet_send",
                    "inet_bind",
                    "connect",
                    "accept",
                    "listen",
                    "bind",
                    "cgroup_mkdir",
                    "cgroup_rmdir",
                    "cgroup_attach_task")
            .prepared(probes -> probes.watchName("vedette-watched"));

    @TempDir
    Path folder;

    @Test
    void tellsExecutableArgumentsAndParentOfAProgram() throws Exception {
        int pid = run("/bin/echo", "a b", "", "last");

        ExecRecord exec = execOf(pid);

        Path echo = Path.of("/bin/echo").toRealPath();
        assertThat(exec.executable().path()).isEqualTo(echo.toString());
        assertThat(exec.executable().pathEnd()).isEqualTo(RawFile.PATH_ROOT);
        assertThat(exec.executable().inode()).isEqualTo(Files.getAttribute(echo, "unix:ino"));
        assertThat(exec.executable().mode()).isEqualTo(Files.getAttribute(echo, "unix:mode"));
        assertThat(exec.requestedPath()).isEqualTo("/bin/echo");
        assertThat(exec.arguments()).containsExactly("/bin/echo", "a b", "", "last");
        assertThat(exec.argumentsTruncated()).isFalse();
        assertThat(exec.stdin()).isEqualTo(ExecRecord.STDIO_NULL);
        assertThat(exec.stdout()).isEqualTo(ExecRecord.STDIO_FILE);
        assertThat(exec.namespaces().pid()).isEqualTo(namespaceOf("pid"));
        assertThat(exec.namespaces().mount()).isEqualTo(namespaceOf("mnt"));
        assertThat(exec.credentials().uid()).isZero();
        assertThat(exec.credentials().effective()).isEqualTo(effectiveCapabilities());
    }

    @Test
    void cutsArgumentsThatAreTooLongAndSaysSo() throws Exception {
        int pid = run("/bin/echo", "x".repeat(600));

        ExecRecord exec = execOf(pid);

        assertThat(exec.argumentsTruncated()).isTrue();
        assertThat(exec.arguments()).hasSize(2);
        assertThat(String.join(" ", exec.arguments())).hasSize(511);
    }

    @Test
    void tellsHowAProcessBeganAndEnded() throws Exception {
        int pid = run("/bin/sh", "-c", "exit 3");

        ForkRecord fork = watching.first(ForkRecord.class, record -> record.childPid() == pid);
        ExitRecord exit =
                watching.first(ExitRecord.class, record -> record.header().pid() == pid);

        assertThat(exit.waitStatus()).isEqualTo(3 << 8);
        assertThat(exit.header().startBootNanos()).isEqualTo(fork.childStartBootNanos());
        assertThat(execOf(pid).header().startBootNanos()).isEqualTo(fork.childStartBootNanos());
    }

    @Test
    void tellsAFileThatIsWrittenWhateverItsSpelling() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("link"), real);

        int pid = shell("echo x > " + folder + "/link/../link//written");

        FileOpenRecord open = openOf(pid, real + "/written");
        assertThat(open.flags() & O_ACCMODE).isEqualTo(O_WRONLY);
        assertThat(open.file().inode()).isEqualTo(Files.getAttribute(real.resolve("written"), "unix:ino"));
        assertThat(open.requestedPath()).isEqualTo(folder + "/link/../link//written");
        assertThat(open.raceable()).isFalse();
    }

    @Test
    void tellsReadingOfAWatchedNameAndOfNoOther() throws Exception {
        Files.writeString(folder.resolve("vedette-watched"), "x");
        Files.writeString(folder.resolve("ordinary"), "x");

        int pid = shell("cat < " + folder + "/ordinary; cat < " + folder + "/vedette-watched");

        openOf(pid, folder + "/vedette-watched");
        assertThat(watching.ofKind(FileOpenRecord.class))
                .filteredOn(open -> open.header().pid() == pid)
                .hasSize(1);
    }

    @Test
    void tellsRepeatedOpensOfOneFileOnce() throws Exception {
        Path log = folder.resolve("log");
        int pid = shell("for i in 1 2 3 4 5; do echo x >> " + log + "; done; echo y > " + folder + "/end");

        openOf(pid, folder + "/end");
        assertThat(watching.ofKind(FileOpenRecord.class))
                .filteredOn(open -> open.file().path().equals(log.toString()))
                .hasSize(1);
    }

    @Test
    void marksAnOpenAsRaceableWhereThreadsShareTheDescriptors() throws Exception {
        Path file = folder.resolve("threaded");
        Files.writeString(file, "x");

        assertThat(openOf((int) ProcessHandle.current().pid(), file.toString()).raceable())
                .isTrue();
    }

    @Test
    void tellsAFileThatIsOpenedThroughIoUring() throws Exception {
        Path file = folder.resolve("through-ring");
        try (IoUring ring = new IoUring()) {
            int descriptor = ring.open(file, O_WRONLY | O_CREAT, 0);
            assertThat(descriptor).isPositive();
            ring.closeDescriptor(descriptor);
        }

        FileOpenRecord open = openOf((int) ProcessHandle.current().pid(), file.toString());
        assertThat(open.flags() & O_ACCMODE).isEqualTo(O_WRONLY);
    }

    @Test
    void tellsAFileThatIoUringOpensWithoutADescriptor() throws Exception {
        Path file = folder.resolve("in-slot");
        try (IoUring ring = new IoUring()) {
            assertThat(ring.open(file, O_WRONLY | O_CREAT, 2)).isZero();
        }

        openOf((int) ProcessHandle.current().pid(), file.toString());
    }

    /** In a mount namespace of its own: each line binds a file of the kernel to a name of its choice and writes there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/proc/sys/kernel/hostname | touch x; mount --bind $file x; : >x",
                "/proc/sys/kernel/hostname | mount --bind $file /proc/$$/attr/exec; : >/proc/$$/attr/exec",
                "/proc/sys/kernel/hostname | mkdir y; mount --bind /proc/sys/kernel y; : >y/hostname",
                "/proc/sys/kernel/hostname | mkdir z; mount -t proc none z; : >z/sys/kernel/hostname",
                "/proc/sys/kernel/hostname | mkdir y; mount --bind /proc/sys y; "
                        + "exec perl -e 'chroot q(y); open(F, q(+<), q(/kernel/hostname)) or die'",
                "/sys/kernel/rcu_expedited | touch x; mount --bind $file x; : >x",
            })
    void callsAFileOfTheKernelByItsPlaceThereWhateverItIsBoundOver(String file, String write) throws Exception {
        int pid = run("unshare", "-m", "sh", "-ec", "cd " + folder + "; file=" + file + "; " + write);

        FileOpenRecord open = watching.first(
                FileOpenRecord.class,
                record -> record.header().pid() == pid && record.file().path().equals(file));

        assertThat(open.file().pathEnd()).isEqualTo(RawFile.PATH_ROOT);
    }

    @Test
    void saysThatTheBeginningOfALongPathIsMissing() throws Exception {
        String name = "d".repeat(250);
        int pid = shell("cd " + folder + "; for i in $(seq 20); do mkdir " + name + "; cd -P " + name
                + "; done; echo x > deep; cd " + folder + "; rm -r " + name);

        FileOpenRecord open = watching.first(
                FileOpenRecord.class,
                record -> record.header().pid() == pid && record.file().path().endsWith("/deep"));

        assertThat(open.file().pathEnd()).isEqualTo(RawFile.PATH_TRUNCATED);
        assertThat(open.file().path()).startsWith("/" + name).hasSizeBetween(4096 - 251, 4096);
        assertThat(watching.probes().failures())
                .anySatisfy(failure -> assertThat(failure.toString()).contains("PATH_TRUNCATED"));
    }

    @Test
    void countsWhatFoundNoRoomInTheRing() throws Exception {
        try (KernelProbes small = KernelProbes.attach(
                ProbeSettings.defaults().withRingBytes(4096).withFacts(Set.of("sched_process_exec")))) {
            for (int i = 0; i < 40; i++) {
                run("/bin/true");
            }

            assertThat(small.failures())
                    .anySatisfy(failure -> assertThat(failure.toString()).contains("sched_process_exec", "RING_FULL"));
        }
    }

    @Test
    void tellsAMountByItsSuperblockAndTheNamespaceItIsIn() throws Exception {
        int pid = run("/usr/bin/unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=4k", "none", folder + "");

        NamespaceRecord unshare =
                watching.first(NamespaceRecord.class, record -> record.header().pid() == pid);
        MountRecord mount =
                watching.first(MountRecord.class, record -> record.target().equals(folder.toString()));

        assertThat(unshare.operation()).isEqualTo(NamespaceRecord.UNSHARE);
        assertThat(unshare.cloneFlags()).isEqualTo(CLONE_NEWNS);
        assertThat(unshare.before().mount()).isEqualTo(namespaceOf("mnt"));
        assertThat(unshare.after().mount()).isNotEqualTo(namespaceOf("mnt"));
        assertThat(mount.type()).isEqualTo("tmpfs");
        assertThat(mount.options()).contains("size=4k");
        assertThat(mount.superMagic()).isEqualTo(TMPFS_MAGIC);
        assertThat(mount.result()).isZero();
    }

    @Test
    void tellsEnteringTheNamespaceOfAnother() throws Exception {
        Process other = started("/usr/bin/unshare", "--uts", "sleep", "60");
        try {
            watching.first(
                    ExecRecord.class,
                    exec -> exec.header().pid() == other.pid()
                            && exec.arguments().contains("60")
                            && exec.executable().path().endsWith("sleep"));
            int pid = run("/usr/bin/nsenter", "--target", Long.toString(other.pid()), "--uts", "true");

            NamespaceRecord setns = watching.first(
                    NamespaceRecord.class, record -> record.header().pid() == pid);

            assertThat(setns.operation()).isEqualTo(NamespaceRecord.SETNS);
            assertThat(setns.cloneFlags()).isEqualTo(CLONE_NEWUTS);
            assertThat(setns.after().uts()).isNotEqualTo(setns.before().uts());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsCredentialsThatChanged() throws Exception {
        int pid = run("/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", "true");

        CredentialsRecord change = watching.first(
                CredentialsRecord.class,
                record -> record.header().pid() == pid && record.after().euid() == 65534);

        assertThat(change.before().euid()).isZero();
        assertThat(change.before().effective()).isEqualTo(effectiveCapabilities());
        assertThat(change.after().effective()).isZero();
    }

    @Test
    void tellsBothEndsOfATcpConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            int port = server.getLocalPort();

            assertThat(socketOf(SocketRecord.LISTEN, port, 0).remoteAddress()).isEmpty();
            assertThat(socketOf(SocketRecord.CONNECT, 0, port).remoteAddress()).endsWith("127.0.0.1");
            assertThat(socketOf(SocketRecord.ACCEPT, port, client.getLocalPort())
                            .header()
                            .pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(accepted.isConnected()).isTrue();
        }
    }

    @Test
    void tellsAConnectedDatagramSocket() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9));

            SocketRecord connect = watching.first(
                    SocketRecord.class,
                    record -> record.operation() == SocketRecord.CONNECT && record.remotePort() == 9);

            assertThat(connect.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(connect.remotePort()).isEqualTo(9);
        }
    }

    @Test
    void tellsWhichFileAUnixSocketIsBoundToThroughALink() throws Exception {
        Path bound = folder.resolve("s");
        Path link = Files.createSymbolicLink(folder.resolve("l"), bound);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(bound));
            SocketChannel.open(UnixDomainSocketAddress.of(link)).close();

            SocketRecord connect = watching.first(
                    SocketRecord.class,
                    record -> record.family() == AF_UNIX
                            && record.operation() == SocketRecord.CONNECT
                            && record.unixPath().equals(bound.toString()));

            assertThat(connect.unixInode()).isEqualTo(Files.getAttribute(bound, "unix:ino"));
            assertThat(connect.peerPid()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void tellsTheLayersOfAnOverlayFile() throws Exception {
        for (String name : List.of("lower", "upper", "work", "merged")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.copy(Path.of("/bin/true"), folder.resolve("lower/image"));
        Files.copy(Path.of("/bin/true"), folder.resolve("lower/changed"));
        for (String name : List.of("image", "changed")) {
            assertThat(folder.resolve("lower/" + name).toFile().setExecutable(true))
                    .isTrue();
        }
        String merged = folder + "/merged";
        run(
                "/usr/bin/unshare",
                "--mount",
                "sh",
                "-ec",
                "cd " + folder + "; mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work none merged;"
                        + " cp /bin/true merged/new; chmod 777 merged/changed;"
                        + " merged/image; merged/new; merged/changed");

        assertThat(overlayOf(merged + "/image")).isEqualTo(RawFile.OVERLAY_LOWER);
        assertThat(overlayOf(merged + "/new")).isEqualTo(RawFile.OVERLAY_UPPER);
        assertThat(overlayOf(merged + "/changed")).isEqualTo(RawFile.OVERLAY_LOWER | RawFile.OVERLAY_UPPER);
    }

    @Test
    void tellsAControlGroupFromItsMakingToItsEnd() throws Exception {
        Path group = Files.createDirectory(unifiedHierarchy()
                .resolve("vedette-test-" + ProcessHandle.current().pid()));
        long id = ((Number) Files.getAttribute(group, "unix:ino")).longValue();
        int pid = shell("echo 0 > " + group + "/cgroup.procs; exec true");
        Files.delete(group);

        CgroupRecord made = cgroup(CgroupRecord.MKDIR, id);
        assertThat(made.path()).endsWith("/" + group.getFileName());
        assertThat(made.parentCgroupId()).isNotZero();
        assertThat(cgroup(CgroupRecord.ATTACH, id).movedPid()).isEqualTo(pid);
        assertThat(execIn(id).header().pid()).isEqualTo(pid);
        cgroup(CgroupRecord.RMDIR, id);
    }

    @Test
    void losesNothingSilently() throws Exception {
        run("/bin/true");

        assertThat(watching.probes().failuresWithoutPlace()).isZero();
        assertThat(watching.probes().heartbeats())
                .containsKeys("sched_process_exec", "sched_process_fork", "file_open__openat");
    }

    /** Java starts programs through a program of its own. */
    private static ExecRecord execOf(int pid) {
        return watching.first(
                ExecRecord.class,
                exec -> exec.header().pid() == pid && !exec.requestedPath().endsWith("/jspawnhelper"));
    }

    private static ExecRecord execIn(long cgroupId) {
        return watching.first(ExecRecord.class, exec -> exec.header().cgroupId() == cgroupId);
    }

    private static int overlayOf(String executable) {
        return watching.first(ExecRecord.class, exec -> exec.executable().path().equals(executable))
                .executable()
                .overlay();
    }

    private static FileOpenRecord openOf(int pid, String path) {
        return watching.first(
                FileOpenRecord.class,
                open -> open.header().pid() == pid && open.file().path().equals(path));
    }

    private static SocketRecord socketOf(int operation, int localPort, int remotePort) {
        return watching.first(
                SocketRecord.class,
                record -> record.operation() == operation
                        && (localPort == 0 || record.localPort() == localPort)
                        && record.remotePort() == remotePort);
    }

    private static CgroupRecord cgroup(int operation, long id) {
        return watching.first(CgroupRecord.class, record -> record.operation() == operation && record.cgroupId() == id);
    }

    private int shell(String script) throws IOException, InterruptedException {
        return run("/bin/sh", "-c", script);
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = started(command);
        process.waitFor();
        return (int) process.pid();
    }

    private Process started(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("output").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long namespaceOf(String kind) throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
    }

    private static long effectiveCapabilities() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findAny()
                .orElseThrow();
    }

    private static Path unifiedHierarchy() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount[2].equals("cgroup2"))
                .map(mount -> Path.of(mount[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cgroup2 is mounted"));
    }
}
