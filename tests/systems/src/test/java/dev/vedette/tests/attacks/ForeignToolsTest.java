package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * VDT-3006 to VDT-3008, 3031, 3021, 3023 and 3024: what is brought in, how it is run, what it is disguised as and what
 * it changes.
 */
@OnAttackRange
class ForeignToolsTest {
    private final AttackRange range;

    ForeignToolsTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void toolsBroughtInAreFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                mkdir -p /lib/apk/db && perl -e 'open(my $f, ">", "/lib/apk/db/installed") or die $!'
                timeout 1 /bin/busybox nc -l -p 4448 </dev/null; true
                perl -e 1 -- -sS -p-
                """).worked();

        attacked.isFound(
                "VDT-3006", Severity.INFO, finding -> finding.evidence().containsValue("/lib/apk/db/installed"));
        attacked.isFound("VDT-3007", Severity.LOW, finding -> finding.message().contains("relay"));
        attacked.isFound("VDT-3007", Severity.LOW, finding -> finding.message().contains("scanner"));
    }

    @Test
    void codeFetchedAndRunIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                /bin/busybox wget -q -O- http://127.0.0.1:1/ | /bin/busybox sh
                """).worked();

        attacked.isFound("VDT-3008", Severity.HIGH);
    }

    @Test
    void codeDecodedAndRunIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                echo ZXhpdCAwCg== | /bin/busybox base64 -d | /bin/busybox cat | /bin/busybox sh
                perl -e 'eval(unpack("u", "")); $x = pack("H*", "31"); eval($x)'
                """).worked();

        attacked.isFound(
                "VDT-3031", Severity.MEDIUM, finding -> finding.message().contains("piped"));
        attacked.isFound(
                "VDT-3031", Severity.MEDIUM, finding -> finding.message().contains("perl"));
    }

    @Test
    void disguisesLinksAndChangedProgramsAreFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                perl -e 'exec { "/bin/true" } "[kworker/0:1]"'
                perl -e 'open(my $f, ">", "/proc/self/comm") or die $!; print $f "ksoftirqd/0"; close $f'
                mkdir -p /tmp/a /tmp/b && ln -s ../../etc/shadow /tmp/a/notes
                perl -e 'link("/etc/shadow", "/tmp/b/notes") or die $!'
                echo >>/usr/bin/perl
                perl -e 'open(my $f, ">", "/tmp/ls") or die $!; rename("/tmp/ls", "/usr/sbin/x") or die $!' || true
                """).worked();

        attacked.isFound(
                "VDT-3021", Severity.HIGH, finding -> finding.evidence().containsValue("[kworker/0:1]"));
        attacked.isFound(
                "VDT-3021", Severity.HIGH, finding -> finding.evidence().containsValue("ksoftirqd/0"));
        for (String link : List.of("/tmp/a/notes", "/tmp/b/notes")) {
            attacked.isFound(
                    "VDT-3023", Severity.INFO, finding -> finding.evidence().containsValue(link));
        }
        attacked.isFound(
                "VDT-3024", Severity.INFO, finding -> finding.evidence().containsValue("/usr/bin/perl"));
        attacked.isFound(
                "VDT-3024", Severity.INFO, finding -> finding.evidence().containsValue("/usr/sbin/x"));
    }

    @Test
    void clientsDecodingAndOrdinaryLinksAreSilent() {
        Workload workload = range.ordinary();

        workload.does("""
                /bin/busybox nc -w 1 127.0.0.1 1 </dev/null; [ -e /etc/passwd ] && echo x | /bin/busybox base64 | cat
                echo eAo= | /bin/busybox base64 -d | /bin/busybox sort
                sleep 1.2; echo 'exit 0' | /bin/busybox sh; sleep 1.2
                mkdir -p /usr/local/bin /srv && echo x >/usr/local/bin/tool && ln -s /usr/local/bin/tool /srv/tool
                /bin/busybox wget -q -O- http://127.0.0.1:1/ | /bin/busybox sort
                """).worked();

        workload.isSilentOn("VDT-3006", "VDT-3007", "VDT-3008", "VDT-3031", "VDT-3021", "VDT-3023", "VDT-3024");
    }
}
