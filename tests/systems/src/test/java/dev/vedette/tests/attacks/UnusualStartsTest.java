package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;

/** VDT-3030 and VDT-3053: programs begun as nobody begins them who means well. */
@OnAttackRange
class UnusualStartsTest {
    /** A program with its owner's rights, and a way to begin it as another user: by Perl's {@code exec}. */
    private static final String AS_NOBODY = """
            cp /usr/bin/perl /usr/bin/sudo && chmod 4755 /usr/bin/sudo
            nobody() { perl -e '$( = $) = 65534; $< = $> = 65534; eval $ARGV[0]; die $@ . $!' "$1" </dev/null; }
            """;

    private final AttackRange range;

    UnusualStartsTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void marksOfKnownExploitsAreFound() {
        Workload attacked = range.ordinary();

        // execve (59) with an empty vector
        attacked.does(AS_NOBODY + """
                nobody 'my $p = "/usr/bin/sudo"; my $n = pack("Q", 0); syscall(59, $p, $n, $n)'
                nobody 'exec {"/usr/bin/sudo"} "sudoedit", "-s", "x\\\\"'
                nobody '$ENV{GLIBC_TUNABLES} = "glibc.malloc.mxfast=glibc.malloc.mxfast=A"; exec "/usr/bin/sudo", "-v"'
                nobody 'exec "/usr/bin/sudo", "-R", "woot", "woot"'
                true
                """).worked();

        isMarked(attacked, Severity.CRITICAL, "CVE-2021-4034");
        isMarked(attacked, Severity.CRITICAL, "CVE-2021-3156");
        isMarked(attacked, Severity.CRITICAL, "CVE-2023-4911");
        isMarked(attacked, Severity.HIGH, "CVE-2025-32463");
    }

    @Test
    void honestStartsOfTheSameProgramsAreSilent() {
        Workload workload = range.ordinary();

        workload.does(AS_NOBODY + """
                nobody '$ENV{GLIBC_TUNABLES} = "glibc.malloc.arena_max=2"; exec "/usr/bin/sudo", "-v"'
                GLIBC_TUNABLES=glibc.malloc.mxfast=glibc.malloc.mxfast=A perl -v
                $(ls /lib64/ld-linux*) --list /usr/bin/perl
                """).worked();

        workload.isSilentOn("VDT-3030", "VDT-3053");
    }

    @Test
    void programGivenToTheLoaderIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                loader=$(ls /lib64/ld-linux*)
                cp /usr/bin/perl /tmp/x && chmod -x /tmp/x && $loader --inhibit-cache --argv0 sh /tmp/x -e 1
                $loader /usr/bin/perl -e 1
                """).worked();

        attacked.isFound(
                "VDT-3053", Severity.MEDIUM, finding -> finding.evidence().containsValue("/tmp/x"));
        attacked.isFound("VDT-3053", Severity.LOW, finding -> finding.evidence().containsValue("/usr/bin/perl"));
    }

    private static void isMarked(Workload attacked, Severity severity, String weakness) {
        var unused = attacked.isFound(
                "VDT-3030", severity, finding -> finding.message().contains(weakness));
    }
}
