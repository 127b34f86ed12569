package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** VDT-3028, VDT-3032, VDT-3033, VDT-3046 and VDT-3047: programs run on behalf of those who should run none. */
@OnAttackRange
class LookingAroundTest {
    /** A server in Perl under the name of one that starts no programs; what it does then stands behind it. */
    private static final String SERVER = """
            cp /usr/bin/perl /tmp/redis-server
            server() { /tmp/redis-server -MIO::Socket::INET -e '
                my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:6379") or die $!; eval $ARGV[0]; die $@ if $@' "$1"; }
            """;

    /** An installer in Perl that runs what its package wants. */
    private static final String INSTALLER = """
            echo 'system("sh", "-c", $_) for @ARGV' >/tmp/npm
            ip=$(ip -4 -o addr show scope global | sed 's/.*inet \\([0-9.]*\\).*/\\1/')
            """;

    private final AttackRange range;

    LookingAroundTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void programsOfIntrudersAreFound() throws IOException, InterruptedException {
        Workload attacked = range.ordinary();

        attacked.does(SERVER + "server 'system($_) for qw(id whoami uname hostname df)'")
                .worked();
        attacked.does(INSTALLER + "perl /tmp/npm 'cat /etc/shadow' \"nc -w 2 $ip 9\"; true")
                .worked();
        attacked.session(
                true,
                "sh",
                "-c",
                "cp /bin/busybox /tmp/kubectl; /tmp/kubectl get secrets; cp /bin/busybox /tmp/tcc; /tmp/tcc x.c");
        attacked.session(true, "perl", "-e", "system($_) for qw(id whoami uname hostname df)");
        attacked.session(false, "tar", "-cf", "-", "/etc/passwd");

        attacked.isFound("VDT-3033", Severity.HIGH);
        attacked.isFound("VDT-3032", Severity.HIGH, finding -> finding.message().contains("server"));
        attacked.isFound("VDT-3032", Severity.LOW, finding -> finding.message().contains("terminal"));
        attacked.isFound(
                "VDT-3047", Severity.HIGH, finding -> finding.evidence().containsValue("/etc/shadow"));
        attacked.isFound(
                "VDT-3028", Severity.MEDIUM, finding -> finding.message().contains("kubectl"));
        attacked.isFound("VDT-3028", Severity.LOW, finding -> finding.message().contains("packed"));
        attacked.isFound("VDT-3046", Severity.MEDIUM);
        attacked.isFound(
                "VDT-3047", Severity.MEDIUM, finding -> finding.message().contains(":9."));
    }

    @Test
    void entrypointsServersAndBuildsAreSilent() {
        Workload workload = range.ordinary();

        workload.does(SERVER + "server '1' && id && whoami && uname && hostname && df && mount && ps")
                .worked();
        workload.does(
                        "cp /bin/busybox /tmp/gcc && /tmp/gcc x.c; tar -cf - /etc/passwd | cat >/dev/null; tar -cf /tmp/a.tar /etc/passwd")
                .worked();
        workload.does(INSTALLER + "perl /tmp/npm 'cat /etc/passwd'; nc -w 2 $ip 9; cat /etc/shadow")
                .worked();
        workload.exec("tar", "-tf", "/tmp/a.tar");
        workload.exec("sh", "-c", "id; whoami; uname; hostname; df; mount");

        workload.isSilentOn("VDT-3028", "VDT-3032", "VDT-3033", "VDT-3046", "VDT-3047");
    }
}
