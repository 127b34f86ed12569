package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-3004 and VDT-3005: programs that the image does not hold, or that are no files at all. */
@OnAttackRange
class DriftTest {
    /** A file of memory alone, with busybox in it, open as number 3 or as $fd. */
    private static final String MEMORY = "my $name = \"x\"; my $fd = syscall(319, $name, 0); die $! if $fd < 0;"
            + " open(my $m, \">&=\", $fd) or die $!; open(my $b, \"<\", \"/bin/busybox\") or die $!;"
            + " binmode $m; binmode $b; local $/ = \\65536; syswrite($m, $_) while <$b>;";

    private final AttackRange range;

    DriftTest(AttackRange range) {
        this.range = range;
    }

    @ParameterizedTest
    @CsvSource({
        "cp /bin/busybox /tmp/busybox-updater && /tmp/busybox-updater true, HIGH",
        "cp /bin/busybox /tmp/a && mv /tmp/a /bin/ls && /bin/ls /, HIGH",
        "mount -t tmpfs none /mnt && cp /bin/busybox /mnt/true && /mnt/true; rc=$?; umount /mnt; exit $rc, HIGH",
        "mkdir -p /usr/local/bin && cat /bin/busybox >/usr/local/bin/true && chmod +x /usr/local/bin/true"
                + " && /usr/local/bin/true, HIGH",
        "echo >>/usr/bin/perl && perl -e 1, LOW",
    })
    void programNotOfTheImageIsFound(String attack, Severity severity) {
        Workload attacked = range.privileged();

        attacked.does(attack).worked();

        attacked.isFound("VDT-3004", severity);
    }

    @Test
    void programOfTheImageUnderAnyNameIsSilent() {
        Workload workload = range.ordinary();

        workload.does("ln -s /bin/busybox /tmp/true && /tmp/true && echo 'exit 0' >/tmp/script && sh /tmp/script")
                .worked();

        workload.isSilentOn("VDT-3004", "VDT-3005");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perl /opt/attacks/fileless.pl | CRITICAL",
                // execveat (322) with an empty path and AT_EMPTY_PATH
                "perl -e 'MEMORY my $e = \"\";"
                        + " my $p = pack(\"pQ\", \"true\", 0); syscall(322, $fd, $e, $p, 0, 0x1000); die $!' | CRITICAL",
                "cp /bin/busybox /tmp/true && exec 3</tmp/true && rm /tmp/true && /proc/self/fd/3 true; true | CRITICAL",
                "exec 3</bin/busybox && /proc/self/fd/3 true; true | HIGH",
            })
    void programWithoutAFileIsFound(String attack, Severity severity) {
        Workload attacked = range.ordinary();

        attacked.does(attack.replace("MEMORY", MEMORY)).worked();

        attacked.isFound("VDT-3005", severity);
    }

    /** The runtime forbids programs there; a container that may mount can allow them. */
    @Test
    void programInSharedMemoryIsFound() {
        Workload attacked = range.privileged();

        attacked.does("mount -o remount,exec /dev/shm && cp /bin/busybox /dev/shm/true && /dev/shm/true")
                .worked();

        attacked.isFound("VDT-3005", Severity.HIGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "perl -e 'MEMORY'", // made and filled, and not run
                "cp /bin/busybox /tmp/sleep && /tmp/sleep 1 & sleep 0.5; rm /tmp/sleep; wait", // deleted while it runs
            })
    void memoryThatIsNotRunAndFilesDeletedLaterAreSilent(String script) {
        Workload workload = range.ordinary();

        workload.does(script.replace("MEMORY", MEMORY)).worked();

        workload.isSilentOn("VDT-3005");
    }
}
