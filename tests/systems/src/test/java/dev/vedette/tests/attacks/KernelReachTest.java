package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import dev.vedette.tests.tricks.TrickPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2020, VDT-2024, VDT-2026, VDT-2033, VDT-2034 and VDT-3029: corners of the kernel in which its mistakes are. Calls by
 * their numbers on x86-64: sendfile (40), socket (41), keyctl (250), splice (275), userfaultfd (323).
 */
@OnAttackRange
class KernelReachTest {
    /** One that nobody listens at, which datagrams do not mind. */
    private static final String DATAGRAMS = "use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0) or die $!;"
            + " connect($s, sockaddr_in(9, inet_aton(\"127.0.0.1\"))) or die $!;";

    private final AttackRange range;

    KernelReachTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void pagesOfFilesWhereTheyCouldBeWrittenAreFound() {
        Workload attacker = range.ordinary();

        attacker.does("""
                perl -e 'open(my $f, "<", "/etc/passwd") or die $!; pipe(my $r, my $w) or die $!;
                die "splice: $!" if syscall(275, fileno($f), 0, fileno($w), 0, 1, 0) != 1'
                cp /usr/bin/perl /tmp/innocent
                /tmp/innocent -e 'open(my $f, "<", "/etc/shadow") or die $!; pipe(my $r, my $w) or die $!;
                die "sendfile: $!" if syscall(40, fileno($w), fileno($f), 0, 1) != 1'
                """).worked();
        attacker.isFound("VDT-2026", Severity.HIGH, f -> f.evidence().containsValue("/etc/passwd"));
        attacker.isFound("VDT-2026", Severity.HIGH, f -> f.evidence().containsValue("/etc/shadow"));

        attacker.does("perl -e '" + DATAGRAMS + """
                 open(my $f, "<", "/etc/passwd") or die $!;
                die "sendfile: $!" if syscall(40, fileno($s), fileno($f), 0, 9) < 1'
                """).worked();
        attacker.isFound("VDT-2026", Severity.CRITICAL, f -> f.message().contains("into a socket that files"));

        attacker.does("perl -e '" + DATAGRAMS + """
                 open(my $f, "<", "/bin/busybox") or die $!; pipe(my $r, my $w) or die $!;
                die "to pipe: $!" if syscall(275, fileno($f), 0, fileno($w), 0, 512, 0) < 1;
                die "from pipe: $!" if syscall(275, fileno($r), 0, fileno($s), 0, 512, 0) < 1'
                """).worked();
        attacker.isFound("VDT-2026", Severity.CRITICAL, f -> f.evidence().containsKey("parts"));
    }

    @Test
    void filesThatAreShownPackedAndServedAreSilent() {
        Workload workload = range.ordinary();

        workload.does("""
                cat /etc/passwd | cat >/dev/null; tar -c -f - /etc /bin/busybox | gzip >/tmp/all.tgz
                mkdir /www && cp /etc/passwd /www/ && httpd -p 127.0.0.1:8081 -h /www
                i=0; until wget -q -O- http://127.0.0.1:8081/passwd; do i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done
                """).worked();

        workload.isSilentOn("VDT-2026", "VDT-2034");
    }

    /** Whether the kernel has them or not: that they were asked for is told. */
    @Test
    void rareSocketsAreFound() {
        Workload attacker = unfiltered();

        attacker.does("""
                for kind in '38, 5, 0' '33, 2, 2' '30, 5, 0' '16, 3, 6'; do perl -e "syscall(41, $kind)"; done
                cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e 'syscall(41, 15, 3, 2); syscall(41, 40, 1, 0)'
                """).worked();

        for (String surface : new String[] {"AF_ALG", "RXRPC", "TIPC", "XFRM", "KEY"}) {
            attacker.isFound(
                    "VDT-2034", Severity.HIGH, f -> f.evidence().get("surface").contains(surface));
        }
        attacker.isFound(
                "VDT-2034", Severity.MEDIUM, f -> f.evidence().get("surface").contains("VSOCK"));
    }

    @Test
    void rootInItsOwnUserNamespaceWithThePacketFilterIsFound() {
        Workload attacker = unfiltered();

        attacker.does("""
                unshare -U -r -n perl -e 'die $! if syscall(41, 16, 3, 12) < 0'
                cp /bin/busybox /tmp/unshare && /tmp/unshare -U -r /tmp/unshare -n perl -e 'die $! if syscall(41, 17, 3, 768) < 0'
                unshare -U -r unshare -U -r -n perl -e 'die $! if syscall(41, 2, 3, 1) < 0'
                """).worked();

        for (String surface : new String[] {"NETFILTER", "wire", "raw"}) {
            attacker.isFound(
                    "VDT-2020", Severity.HIGH, f -> f.evidence().get("surface").contains(surface));
        }
    }

    @Test
    void credentialsOpenedByARingAreFound() throws IOException {
        Workload attacker = unfiltered();
        Path program = attacker.inside("/run/tricks");
        Files.write(program, TrickPrograms.content("tricks"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        attacker.does("/run/tricks ring /etc/passwd && cat /etc/shadow").worked();
        attacker.isSilentOn("VDT-2024");

        attacker.does("/run/tricks ring /etc/shadow").worked();
        attacker.isFound("VDT-2024", Severity.MEDIUM, f -> f.evidence().containsValue("/etc/shadow"));

        attacker.does("mkdir -p /root/.ssh && echo x >/root/.ssh/id_rsa && ln -s /root/.ssh/id_rsa /tmp/notes"
                        + " && cp /run/tricks /tmp/innocent && /tmp/innocent polled-ring /tmp/notes")
                .worked();
        attacker.isFound("VDT-2024", Severity.MEDIUM, f -> f.evidence().containsValue("/root/.ssh/id_rsa"));
    }

    @Test
    void keysTriedOneAfterTheOtherAndTheirListAreFound() {
        Workload attacker = range.workload(UnaryOperator.identity(), container -> container.unmaskedProc());

        attacker.does("perl -e 'for my $key (1000 .. 1009) { syscall(250, 6, $key, 0, 0, 0) }'")
                .worked();
        attacker.isFound("VDT-2033", Severity.MEDIUM, f -> f.evidence().containsKey("keys"));

        attacker.does("cat /proc/self/root/proc/keys >/dev/null").worked();
        attacker.isFound("VDT-2033", Severity.MEDIUM, f -> f.evidence().containsValue("/proc/keys"));
    }

    @Test
    void pageFaultsHandledByAProgramAreFound() {
        Workload attacker =
                range.workload(UnaryOperator.identity(), container -> container.addCapability("SYS_PTRACE"));

        attacker.does("perl -e 'die $! if syscall(323, 0) < 0'").worked();
        attacker.isFound("VDT-3029", Severity.MEDIUM);

        attacker.does("cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e 'die $! if syscall(323, 0) < 0'")
                .worked();
        attacker.isFound("VDT-3029", Severity.HIGH, f -> f.message().startsWith("/tmp/innocent"));
    }

    @Test
    void everydaySocketsAndSandboxesAreSilent() {
        Workload workload = unfiltered();

        workload.does("""
                perl -e 'for my $p (0, 4, 9, 15) { syscall(41, 16, 3, $p) } syscall(41, 2, 2, 17); syscall(41, 1, 1, 0)'
                perl -e 'syscall(250, 0, -3, 0); syscall(250, 6, -3, 0, 0)'; ip addr >/dev/null; ping -c 1 127.0.0.1 >/dev/null
                unshare -U -r -m -n sh -c 'mkdir /tmp/m && mount -t tmpfs none /tmp/m && ip addr >/dev/null'
                """).worked();

        workload.isSilentOn("VDT-2020", "VDT-2024", "VDT-2033", "VDT-2034", "VDT-3029");
    }

    private Workload unfiltered() {
        return range.workload(UnaryOperator.identity(), UnaryOperator.identity());
    }

    @Test
    void factsOfTheKernelSoughtAreFoundAndAProgramsOwnLookIsNot() {
        Workload attacker = range.ordinary();
        attacker.does("perl -e 'open(my $f, \"<\", \"/proc/kallsyms\") or die $!'; cat /proc/meminfo >/dev/null")
                .worked();
        attacker.isSilentOn("VDT-3045");

        attacker.does("/bin/dd if=/proc/kallsyms of=/dev/null count=1; cp /bin/busybox /tmp/head"
                        + " && /tmp/head -n 1 /proc/self/root/proc/kallsyms >/dev/null")
                .worked();

        attacker.isFound("VDT-3045", Severity.LOW, f -> f.message().startsWith("/bin/dd"));
        attacker.isFound("VDT-3045", Severity.MEDIUM, f -> f.message().startsWith("/tmp/head"));
    }
}
