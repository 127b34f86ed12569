package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelDenials;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.deny.Denial;
import dev.vedette.probes.deny.DenyAction;
import dev.vedette.probes.deny.DenyVerdict;
import dev.vedette.probes.deny.ExecutableClass;
import dev.vedette.probes.deny.Prefix;
import dev.vedette.probes.record.ConfinedGroup.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hooks of control groups refuse, and to whom, on this kernel. */
@RequiresBpf
class DenialsTest {
    private static final DenyVerdict ENFORCED = new DenyVerdict(true, 0);
    private static final DenyVerdict AUDITED = new DenyVerdict(false, 0);
    private static final int REFUSED = 1;

    private static final String CONNECT = "socket(my $s, 2, 1, 0) or exit 7; connect($s, pack_sockaddr_in(PORT, ";
    private static final String CONNECT_6 =
            "socket(my $s, 10, 1, 0) or exit 7; connect($s, pack_sockaddr_in6(PORT, inet_pton(10, ";
    private static final String TCP = CONNECT + "inet_aton('127.0.0.1'))) or exit $!;";
    private static final String TCP_UNSPECIFIED = CONNECT + "inet_aton('0.0.0.0'))) or exit $!;";
    private static final String TCP_6 = CONNECT_6 + "'::1'))) or exit $!;";
    private static final String TCP_MAPPED = CONNECT_6 + "'::ffff:127.0.0.1'))) or exit $!;";
    private static final String UDP = "socket(my $s, 2, 2, 0) or exit 7; send($s, 'x', 0, pack_sockaddr_in(PORT,"
            + " inet_aton('127.0.0.1'))) or exit $!;";
    private static final String UDP_MAPPED = "socket(my $s, 10, 2, 0) or exit 7; send($s, 'x', 0,"
            + " pack_sockaddr_in6(PORT, inet_pton(10, '::ffff:127.0.0.1'))) or exit $!;";
    /** 0x20000000 is MSG_FASTOPEN: a connect by way of sending. */
    private static final String FAST_OPEN = "socket(my $s, 2, 1, 0) or exit 7; send($s, 'x', 0x20000000,"
            + " pack_sockaddr_in(PORT, inet_aton('127.0.0.1'))) or exit $!;";

    private KernelProbes probes;
    private KernelDenials denials;
    private Watching watching;
    private ConfinedGroup group;
    private ServerSocket server;

    @BeforeEach
    void attach() throws Exception {
        probes = KernelProbes.attach(ProbeSettings.defaults()
                .withFacts(Set.of(
                        "cgroup_mkdir",
                        "sched_process_exec",
                        "deny_exec",
                        "deny_connect",
                        "deny_device",
                        "deny_sysctl")));
        denials = probes.denials();
        watching = new Watching(probes);
        group = ConfinedGroup.make("deny");
        server = new ServerSocket(0, 50, InetAddress.getByName("::"));
    }

    @AfterEach
    void detach() throws Exception {
        server.close();
        group.close();
        probes.close();
    }

    private void deny(DenyVerdict verdict, String... prefixes) throws Exception {
        List<Denial> rules = List.of(prefixes).stream()
                .map(text -> (Denial) new Denial.OfPeers(
                        Prefix.parse(text).orElseThrow(), server.getLocalPort(), server.getLocalPort(), verdict))
                .toList();
        assertThat(denials.put(group.id(), rules, true)).isTrue();
    }

    private Ended perl(ConfinedGroup where, String script) throws Exception {
        return where.runs("exec perl -MSocket=:all -e \""
                + script.replace("PORT", Integer.toString(server.getLocalPort()))
                        .replace("$", "\\$") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP, TCP_UNSPECIFIED, TCP_MAPPED, UDP, UDP_MAPPED, FAST_OPEN})
    void refusesAnAddressInWhateverWayItIsReached(String attempt) throws Exception {
        assertThat(perl(group, attempt)).isEqualTo(new Ended(0, ""));
        deny(ENFORCED, "127.0.0.0/8");

        assertThat(perl(group, attempt)).isEqualTo(new Ended(REFUSED, ""));

        SocketRecord told = watching.first(SocketRecord.class, r -> r.header().flags() == RecordHeader.DENIED);
        assertThat(told.header().cgroupId()).isEqualTo(group.id());
        assertThat(told.header().comm()).isEqualTo("perl");
        assertThat(told.remotePort()).isEqualTo(server.getLocalPort());
        assertThat(told.result()).isEqualTo(-1);
    }

    @Test
    void refusesAnAddressOfTheOtherFamily() throws Exception {
        deny(ENFORCED, "::1");

        assertThat(perl(group, TCP_6).code()).isEqualTo(REFUSED);
        assertThat(perl(group, TCP).code()).isZero();
        assertThat(watching.first(SocketRecord.class, r -> r.header().flags() == RecordHeader.DENIED)
                        .remoteAddress())
                .isEqualTo("::1");
    }

    @Test
    void refusesTheContainerAndWhatItNestsAndNobodyElse() throws Exception {
        deny(ENFORCED, "127.0.0.1");
        probes.groups().belongs(group.id(), group.id());
        try (ConfinedGroup nested = group.nested();
                ConfinedGroup other = ConfinedGroup.make("other")) {
            assertThat(perl(nested, TCP).code()).isEqualTo(REFUSED);
            assertThat(perl(other, TCP).code()).isZero();
        }
    }

    /** Its name and place say nothing: who made it does. */
    @Test
    void refusesAGroupThatTheContainerMadeElsewhere() throws Exception {
        deny(ENFORCED, "127.0.0.1");
        probes.groups().belongs(group.id(), group.id());
        String elsewhere = "/sys/fs/cgroup/unified/vedette-test-elsewhere-" + System.nanoTime();

        Ended ended = group.runs("mkdir " + elsewhere + " && echo $$ >" + elsewhere
                + "/cgroup.procs && perl -MSocket=:all -e \""
                + TCP.replace("PORT", Integer.toString(server.getLocalPort())).replace("$", "\\$")
                + "\"; code=$?; echo $$ >/sys/fs/cgroup/unified/cgroup.procs; rmdir " + elsewhere + "; exit $code");

        assertThat(ended).isEqualTo(new Ended(REFUSED, ""));
    }

    @Test
    void auditRefusesNothingAndSaysWhatItWouldHaveRefused() throws Exception {
        deny(AUDITED, "127.0.0.1");

        assertThat(perl(group, TCP).code()).isZero();
        assertThat(watching.first(SocketRecord.class, r -> true).header().flags())
                .isEqualTo(RecordHeader.WOULD_DENY);
    }

    @Test
    void auditOfTheNodeRefusesNothingWhateverTheRulesSay() throws Exception {
        denials.auditOnly(true);
        deny(ENFORCED, "127.0.0.1");

        assertThat(perl(group, TCP).code()).isZero();
        assertThat(watching.first(SocketRecord.class, r -> true).header().flags())
                .isEqualTo(RecordHeader.WOULD_DENY);
    }

    @Test
    void liftingEndsIt() throws Exception {
        deny(ENFORCED, "127.0.0.1");
        assertThat(denials.containers()).contains(group.id());

        denials.lift(group.id());

        assertThat(perl(group, TCP).code()).isZero();
        assertThat(denials.containers()).isEmpty();
    }

    @Test
    void aRuleWhoseTimeIsOverNoLongerHolds() throws Exception {
        deny(new DenyVerdict(true, 1), "127.0.0.1");

        assertThat(perl(group, TCP).code()).isZero();
    }

    @Test
    void theRuntimeMayDoWhatTheContainerMayNotBeforeItBegins() throws Exception {
        List<Denial> all = List.of(new Denial.All(DenyAction.CONNECT, ENFORCED));
        denials.put(group.id(), all, false);
        assertThat(perl(group, TCP).code()).isZero();

        denials.put(group.id(), all, true);

        assertThat(perl(group, TCP).code()).isEqualTo(REFUSED);
    }

    @Test
    void theLongestPrefixAndExceptionsDecide() throws Exception {
        int port = server.getLocalPort();
        Prefix everything = Prefix.parse("0.0.0.0/0").orElseThrow();
        Prefix loopback = Prefix.parse("127.0.0.0/8").orElseThrow();
        Denial wide = new Denial.OfPeers(everything, 0, 65_535, ENFORCED);

        denials.put(group.id(), List.of(wide, new Denial.OfPeers(loopback, port + 1, port + 1, ENFORCED)), true);
        assertThat(perl(group, TCP).code()).isEqualTo(REFUSED);

        denials.put(group.id(), List.of(wide, new Denial.Except(loopback)), true);
        assertThat(perl(group, TCP).code()).isZero();
    }

    @Test
    void refusesDevicesByNumberWhateverTheirName() throws Exception {
        denials.put(group.id(), List.of(new Denial.OfDevice(false, 1, 11, ENFORCED)), true);

        Ended opened = group.runs("exec 3</dev/kmsg");
        Ended made = group.runs("mknod /tmp/vedette-test-$$ c 1 11; code=$?; rm -f /tmp/vedette-test-$$; exit $code");

        assertThat(opened.said()).contains("Operation not permitted");
        assertThat(made.code()).isNotZero();
        FileOpenRecord told =
                watching.first(FileOpenRecord.class, r -> r.header().flags() == RecordHeader.DENIED);
        assertThat(told.file().path()).isEqualTo("/dev/char/1:11");
        assertThat(group.runs("exec 3</dev/zero").code()).isZero();
    }

    @Test
    void refusesAllDevicesButThoseThatEveryProgramUses() throws Exception {
        denials.put(group.id(), List.of(new Denial.All(DenyAction.DEVICE, ENFORCED)), true);

        assertThat(group.runs("exec 3</dev/kmsg").code()).isNotZero();
        assertThat(group.runs("head -c 1 /dev/urandom >/dev/null && exec 3</dev/zero")
                        .code())
                .isZero();
    }

    /** The setting is one of the test's own network namespace. */
    @Test
    void refusesToChangeASetting() throws Exception {
        denials.put(group.id(), List.of(new Denial.OfName(DenyAction.SYSCTL, "net/ipv4/ip_forward", ENFORCED)), true);

        Ended ended = group.runs("unshare -n sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; r=$?;"
                + " echo 0 >/proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward; exit $r'");

        assertThat(ended.code()).isNotZero();
        FileOpenRecord told =
                watching.first(FileOpenRecord.class, r -> r.header().flags() == RecordHeader.DENIED);
        assertThat(told.file().path()).isEqualTo("/proc/sys/net/ipv4/ip_forward");
        assertThat(told.file().superMagic()).isEqualTo(0x9fa0);
    }

    /**
     * The program's first instructions make a directory. Where a security hook may be used it is refused before, else it
     * is killed: in no case is there a directory.
     */
    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
    void aDeniedProgramNeverRunsItsFirstInstruction(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("made");
        Path program = MakesDirectory.at(folder.resolve("program"), made);
        int runs = 1000;

        // The control: without the rule it does what it does.
        assertThat(group.runs(program + "; echo $?").said()).isEqualTo("0\n");
        Files.delete(made);
        denials.put(
                group.id(),
                List.of(new Denial.OfFile(DenyAction.EXEC, device(program), inode(program), false, ENFORCED)),
                true);
        watching.forget();

        Ended ended = group.runs("i=0; while [ $i -lt " + runs + " ]; do " + program
                + " && exit 3; i=$((i+1)); done 2>/dev/null; exit 0");

        assertThat(ended.code()).isZero();
        assertThat(made).doesNotExist();
        assertThat(group.runs("/bin/true").code()).isZero();
        watching.first(ExecRecord.class, exec -> exec.arguments().contains("/bin/true"));
        assertThat(watching.ofKind(ExecRecord.class).stream()
                        .filter(exec -> exec.executable().path().equals(program.toString()))
                        .map(exec -> exec.header().flags())
                        .filter(flags -> flags == RecordHeader.KILLED || flags == RecordHeader.DENIED))
                .hasSize(runs);
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
    void programsAreDeniedByNameByFolderAndByWhereTheyComeFrom(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("made");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path program = MakesDirectory.at(bin.resolve("program"), made);
        List<Denial> rules = List.of(
                new Denial.OfName(DenyAction.EXEC, "program", ENFORCED),
                new Denial.OfName(DenyAction.EXEC, "bin/program", ENFORCED),
                new Denial.OfFile(DenyAction.EXEC, device(folder), inode(folder), true, ENFORCED),
                new Denial.All(DenyAction.EXEC, ENFORCED));
        for (Denial rule : rules) {
            denials.put(group.id(), List.of(rule), true);
            // The shell and its group are there already: one more program is begun, by the shell itself.
            group.runs(program + " 2>/dev/null");
            assertThat(made).as(rule.toString()).doesNotExist();
        }
        denials.put(group.id(), List.of(new Denial.OfName(DenyAction.EXEC, "sbin/program", ENFORCED)), true);
        group.runs(program.toString());
        assertThat(made).exists();
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
    void aProgramWithoutANameIsDenied(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("made");
        Path program = MakesDirectory.at(folder.resolve("program"), made);
        // 319 is memfd_create.
        Path script = Files.writeString(folder.resolve("script.pl"), """
                my $name = 'x';
                my $memory = syscall(319, $name, 0);
                open(my $out, '>&', $memory) or die $!;
                open(my $in, '<', $ARGV[0]) or die $!;
                binmode $out; binmode $in;
                print $out do { local $/; <$in> };
                close $out;
                exec { "/proc/self/fd/$memory" } 'x';
                """);
        // Not in place of the shell: who has a parent outside and its mount namespace passes for the runtime.
        String fromMemory = "perl " + script + " " + program + "; exit 0";
        denials.put(group.id(), List.of(new Denial.OfClass(ExecutableClass.MEMORY, ENFORCED)), true);
        group.runs(fromMemory);
        assertThat(made).doesNotExist();

        denials.lift(group.id());
        group.runs(fromMemory);
        assertThat(made).exists();
    }

    private static long device(Path path) throws IOException {
        return KernelProbes.device((long) Files.getAttribute(path, "unix:dev"));
    }

    private static long inode(Path path) throws IOException {
        return (long) Files.getAttribute(path, "unix:ino");
    }
}
