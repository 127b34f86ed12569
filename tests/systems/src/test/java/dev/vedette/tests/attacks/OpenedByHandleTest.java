package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-2012. Calls by their numbers on x86-64: name_to_handle_at (303), open_by_handle_at (304). */
@OnAttackRange
class OpenedByHandleTest {
    /** The handle of $n as $h. */
    private static final String HANDLE = "$h = pack(\"LLx128\", 128, 0); $m = pack(\"l\", 0);"
            + " die \"handle: $!\" if syscall(303, -100, $n, $h, $m, 0);";

    private static final int MOST_BYTES = 136;

    private final AttackRange range;

    OpenedByHandleTest(AttackRange range) {
        this.range = range;
    }

    /** What the exploit guesses is given here: it is another file of the disk that a folder of is mounted. */
    @Test
    void filesOfTheNodeByTheirNumbersAreFound() throws Exception {
        Path folder = range.folder();
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path secret = Files.writeString(folder.resolve("secret"), "none");
        Path notes = Files.writeString(folder.resolve("notes"), "none");
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.addCapability("DAC_READ_SEARCH").mount(mounted, "/data", true));

        attacker.does("perl -e '" + opens(handle(secret), 0) + "'").worked();
        attacker.isFound(
                "VDT-2012",
                Severity.CRITICAL,
                f -> f.message().startsWith("/usr/bin/perl opened")
                        && f.evidence().get("file").endsWith("/secret"));

        attacker.does("cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e '" + opens(handle(notes), 010000000)
                        + " open(my $again, \"<\", \"/proc/self/fd/$f\") or die $!'")
                .worked();
        attacker.isFound(
                "VDT-2012",
                Severity.CRITICAL,
                f -> f.message().startsWith("/tmp/innocent opened")
                        && f.evidence().get("file").endsWith("/notes"));
    }

    /** Without the runtime's filter of system calls, which may answer before the sensor sees the call. */
    @Test
    void numbersThatAreGuessedWithoutTheRightAreFound() {
        Workload attacker = range.workload(UnaryOperator.identity(), UnaryOperator.identity());

        attacker.does("perl -e 'open(my $d, \"<\", \"/etc/hosts\") or die $!; for my $n (2 .. 9) {"
                        + " my $h = pack(\"LLLL\", 8, 1, $n, 0); exit 1 if syscall(304, fileno($d), $h, 0) >= 0 }'")
                .worked();

        attacker.isFound("VDT-2012", Severity.MEDIUM, f -> f.message().endsWith("that failed."));
    }

    /** Kernels since 6.11 take this as enough of a right, older ones refuse it: both are told. */
    @Test
    void theRightInAUserNamespaceOfItsOwnIsFound() {
        Workload attacker = range.workload(UnaryOperator.identity(), UnaryOperator.identity());

        attacker.does("cat >/tmp/own.pl <<'END'\n$n = \"/tmp/m/own\"; " + HANDLE
                        + " open(my $d, \"<\", \"/tmp/m\") or die $!; syscall(304, fileno($d), $h, 0)\nEND\n"
                        + "unshare -U -r -m sh -c 'mkdir -p /tmp/m && mount -t tmpfs none /tmp/m && echo x >/tmp/m/own"
                        + " && perl /tmp/own.pl'")
                .worked();

        attacker.isFound("VDT-2012", Severity.MEDIUM);
    }

    @Test
    void numbersThatAreOnlyAskedForAndHandlesOfProcessesAreSilent() {
        Workload workload =
                range.workload(UnaryOperator.identity(), container -> container.addCapability("DAC_READ_SEARCH"));

        workload.does("perl -e '$n = \"/etc/hosts\"; " + HANDLE + "'; perl -e '$h = pack(\"LLQ\", 8, 1, 1);"
                        + " syscall(304, -10002, $h, 0)'; find /etc -xdev >/dev/null; tar -c -f - /etc | wc -c")
                .worked();

        workload.isSilentOn("VDT-2012");
    }

    private static String opens(String handle, int flags) {
        return "$h = pack(\"H*\", \"%s\"); open(my $d, \"<\", \"/data\") or die $!;".formatted(handle)
                + " my $f = syscall(304, fileno($d), $h, %d); die $! if $f < 0;".formatted(flags);
    }

    /** In hexadecimal digits. */
    private static String handle(Path file) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(
                        "perl", "-e", "$n = \"" + file + "\"; " + HANDLE + " print unpack(\"H*\", $h)")
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(asked.waitFor()).as(said).isZero();
        assertThat(said).hasSize(2 * MOST_BYTES);
        return said;
    }
}
