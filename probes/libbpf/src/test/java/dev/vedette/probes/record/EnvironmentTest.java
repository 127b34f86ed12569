package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What loads code into a program is told wherever it stands in its environment. */
@RequiresBpf
class EnvironmentTest {
    private static final String PRELOAD = "LD_PRELOAD=/nowhere/hidden.so";
    /** So much is read at once. */
    private static final int PIECE = 4096;

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of("sched_process_exec");

    @Test
    void findsTheLastVariableOfAnEnvironmentOf64KiB() throws Exception {
        List<String> environment = fillers(800, 85);
        environment.add(PRELOAD);

        ExecRecord exec = startWith(environment);

        assertThat(environment.stream().mapToInt(String::length).sum()).isGreaterThan(64 << 10);
        assertThat(exec.environment()).containsExactly(PRELOAD);
        assertThat(exec.environmentTruncated()).isFalse();
    }

    @Test
    void findsWhatStandsBehindAVariableOfAHundredThousandBytesAndBetweenOthers() throws Exception {
        List<String> environment = new ArrayList<>(List.of("LD_LIBRARY_PATH=/one", "BIG=" + "x".repeat(100_000)));
        environment.add("NODE_OPTIONS=--require /two.js");
        environment.addAll(fillers(10, 500));
        environment.add(PRELOAD);

        ExecRecord exec = startWith(environment);

        assertThat(exec.environment())
                .containsExactly("LD_LIBRARY_PATH=/one", "NODE_OPTIONS=--require /two.js", PRELOAD);
        assertThat(exec.environmentTruncated()).isFalse();
    }

    /** A long value is read in pieces: what one begins with is no variable, whatever it looks like. */
    @Test
    void takesNoPartOfAValueForAVariable() throws Exception {
        for (int before : new int[] {PIECE - 2, PIECE - 1, PIECE}) {
            watching.forget();
            String start = "A" + "=".repeat(before - 1);
            ExecRecord exec = startWith(List.of(start + PRELOAD, "PYTHONPATH=/true", start, "ENV=/also"));

            assertThat(exec.environment())
                    .as(before + " bytes before")
                    .containsExactly("PYTHONPATH=/true", "ENV=/also");
            assertThat(exec.environmentTruncated()).isFalse();
        }
    }

    @Test
    void tellsNothingElseOfALongEnvironment() throws Exception {
        List<String> environment = fillers(20, 100);
        environment.addAll(List.of("LD_SDK_KEY=secret", "LD_PRELOAD", "PASSWORD=secret", "LD_PRELOADED=secret"));

        ExecRecord exec = startWith(environment);

        assertThat(exec.environment()).isEmpty();
        assertThat(exec.environmentTruncated()).isFalse();
    }

    @Test
    void saysThatAValueWasCut() throws Exception {
        ExecRecord exec = startWith(List.of("LD_PRELOAD=" + "x".repeat(3000)));

        assertThat(exec.environment()).singleElement().asString().hasSize(1023).startsWith("LD_PRELOAD=xxx");
        assertThat(exec.environmentTruncated()).isTrue();
    }

    @Test
    void saysThatNotAllThatWasFoundHadRoom() throws Exception {
        List<String> environment = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> environment.add("EDITOR=" + "x".repeat(900)));
        environment.add(PRELOAD);

        ExecRecord exec = startWith(environment);

        assertThat(exec.environment()).contains(PRELOAD).hasSize(3);
        assertThat(exec.environmentTruncated()).isTrue();
    }

    @Test
    void saysThatThereWereMoreVariablesThanAreLookedAt() throws Exception {
        List<String> environment = fillers(40_000, 3);
        environment.add(PRELOAD);

        ExecRecord exec = startWith(environment);

        assertThat(exec.environment()).isEmpty();
        assertThat(exec.environmentTruncated()).isTrue();
    }

    private static List<String> fillers(int count, int valueBytes) {
        List<String> fillers = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> fillers.add("V" + i + "=" + "x".repeat(valueBytes)));
        return fillers;
    }

    /** By the call itself, so that the order is as given and nothing is added. */
    private static ExecRecord startWith(List<String> environment) throws Exception {
        List<String> command = new ArrayList<>(List.of(Programs.perl(
                "my ($n, $p) = (0 + shift, '/bin/true'); my $a = pack('p*', 'true', undef);"
                        + " my $e = pack('p*', @ARGV, undef); syscall($n, $p, $a, $e); die",
                System.getProperty("os.arch").equals("aarch64") ? 221 : 59)));
        command.addAll(environment);
        Process process = Programs.builder(command.toArray(String[]::new))
                // On which ld.so says that there is nothing to preload.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        int pid = (int) process.pid();
        return watching.first(
                ExecRecord.class,
                record -> record.header().pid() == pid && record.requestedPath().equals("/bin/true"));
    }
}
