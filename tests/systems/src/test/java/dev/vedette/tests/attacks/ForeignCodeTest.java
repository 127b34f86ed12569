package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** VDT-3037, VDT-3040 and VDT-3044: code that came later, was made in memory, or leaves no file behind. */
@OnAttackRange
class ForeignCodeTest {
    /**
     * Perl's own ways to memory: mmap (9) with rights to read and execute, privately; memfd_create (319).
     */
    private static final String PERL = """
            sub mapped { my $a = syscall(9, 0, 4096, 5, 2, fileno($_[0]), 0); die "mmap $!" if $a == -1; }
            sub filled { my $to = shift; open(my $in, "<", "/etc/passwd") or die $!; syswrite($to, join("", <$in>) x 9); }
            """;

    private final AttackRange range;

    ForeignCodeTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void codeThatIsNotOfTheImageIsFound() throws IOException, InterruptedException {
        Workload attacked = range.ordinary();

        attacked.session(
                true,
                "sh",
                "-c",
                "cp $(ls /lib/*/libm.so.6 /usr/lib/*/libm.so.6 | head -1) /tmp/libm.so.6"
                        + " && cp /etc/passwd /tmp/notes.txt");
        attacked.does("LD_PRELOAD=/tmp/libm.so.6 perl -e 1").worked();
        attacked.does(perl("open(my $f, \"<\", \"/tmp/notes.txt\"); mapped($f)"))
                .worked();
        attacked.does(perl("my $n = \"x\"; open(my $m, \"+>&=\", syscall(319, $n, 0)); filled($m); mapped($m)"))
                .worked();
        attacked.does(perl("open(my $m, \"+>\", \"/tmp/gone\"); filled($m); unlink(\"/tmp/gone\"); mapped($m)"))
                .worked();

        isLoaded(attacked, Severity.MEDIUM, "/tmp/libm.so.6");
        isLoaded(attacked, Severity.MEDIUM, "/tmp/notes.txt");
        isLoaded(attacked, Severity.HIGH, "from memory");
        isLoaded(attacked, Severity.HIGH, "from a deleted file");
    }

    @Test
    void codeMadeInMemoryIsFound() throws IOException, InterruptedException {
        Workload attacked = range.ordinary();

        attacked.does("cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e '"
                        + "my $a = syscall(9, 0, 4096, 3, 0x22, -1, 0); die $! if syscall(10, $a, 4096, 5) == -1'")
                .worked();
        attacked.session(true, "perl", "-e", "die $! if syscall(9, 0, 4096, 7, 0x22, -1, 0) == -1");

        attacked.isFound(
                "VDT-3040", Severity.MEDIUM, finding -> finding.message().contains("not of the image"));
        attacked.isFound("VDT-3040", Severity.LOW, finding -> finding.message().contains("session"));
    }

    @Test
    void programThatRemovesItselfIsFound() throws IOException, InterruptedException {
        Workload attacked = range.ordinary();

        attacked.does("cp /bin/busybox /tmp/busybox-a && /tmp/busybox-a rm /tmp/busybox-a")
                .worked();
        attacked.does("cp /usr/bin/perl /tmp/b && /tmp/b -e 'exit system(\"rm /tmp/b && test ! -e /tmp/b\")'")
                .worked();
        attacked.session(true, "sh", "-c", "cp /bin/busybox /tmp/busybox-d && /tmp/busybox-d true; rm /tmp/busybox-d");

        isRemoved(attacked, "/tmp/busybox-a");
        isRemoved(attacked, "/tmp/b");
        isRemoved(attacked, "/tmp/busybox-d");
    }

    @Test
    void unpackingMakingCodeAndCleaningUpInItsOwnTreeAreSilent() {
        Workload workload = range.ordinary();

        workload.does(perl("open(my $m, \"+>\", \"/tmp/own.so\"); filled($m); mapped($m)"))
                .worked();
        workload.does("cp /etc/passwd /tmp/plugin.so && " + perl("open(my $f, \"<\", \"/tmp/plugin.so\"); mapped($f)"))
                .worked();
        workload.does("perl -e 'die $! if syscall(9, 0, 4096, 7, 0x22, -1, 0) == -1'")
                .worked();
        workload.does("cp /bin/busybox /tmp/busybox-test && /tmp/busybox-test true; rm /tmp/busybox-test")
                .worked();

        workload.isSilentOn("VDT-3037", "VDT-3040", "VDT-3044");
    }

    private static String perl(String script) {
        return "perl -e '" + PERL + script + "'";
    }

    private static void isLoaded(Workload attacked, Severity severity, String words) {
        var unused = attacked.isFound(
                "VDT-3037", severity, finding -> finding.message().contains(words));
    }

    private static void isRemoved(Workload attacked, String file) {
        var unused = attacked.isFound(
                "VDT-3044", Severity.MEDIUM, finding -> finding.evidence().containsValue(file));
    }
}
