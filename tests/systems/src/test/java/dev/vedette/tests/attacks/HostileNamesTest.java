package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.cli.Vedette;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program whose file, name and arguments are made to harm whoever reads of it. */
@OnAttackRange
class HostileNamesTest {
    /** Sets the clipboard, clears the screen by one byte of C1, turns text round, forges a line, and is no UTF-8. */
    private static final String OF_SHELL =
            "\\033]52;c;eA==\\007\\302\\2332J\\342\\200\\256gnp\\n23:59:59.999  CRITICAL VDT-2002  forged\\r\\377";

    private static final String AS_READ =
            "\u001b]52;c;eA==\u0007\u009b2J\u202egnp\n23:59:59.999  CRITICAL VDT-2002  forged\r\ufffd";

    private final AttackRange range;

    HostileNamesTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void reachFilesAndTerminalsAsText() {
        Workload attacked = range.ordinary();

        attacked.does("name=$(printf '/tmp/busybox" + OF_SHELL
                        + "'); cp /bin/busybox \"$name\" && \"$name\" true \"$name\"")
                .worked();

        Finding found = attacked.isFound("VDT-3004", Severity.HIGH);
        assertThat(found.process().executable().path()).isEqualTo("/tmp/busybox" + AS_READ);
        assertThat(found.process().arguments()).contains("/tmp/busybox" + AS_READ);
        assertThat(found.process().name()).startsWith("busybox\u001b");
        String shown = output("findings");
        assertThat(shown.lines()
                        .filter(line -> line.contains("\\u001b]52;c;eA==\\u0007\\u009b2J\\u202egnp\\u000a23:59:59")))
                .isNotEmpty();
        assertText(shown);
        assertText(output("findings", "--json"));
        assertText(output("findings", "--incidents"));
    }

    private String output(String... command) {
        Path state = range.settings("all", Path.of("none"), Tuning.defaults()).stateDirectory();
        StringWriter text = new StringWriter();
        int exit = Vedette.commandLine()
                .setOut(new PrintWriter(text))
                .execute(Stream.concat(Stream.of(command), Stream.of("--state", state.toString()))
                        .toArray(String[]::new));
        assertThat(exit).isZero();
        return text.toString();
    }

    private static void assertText(String output) {
        assertThat(output.lines()).allSatisfy(line -> assertThat(line).isEqualTo(PrintableText.of(line)));
        assertThat(output.lines()).noneMatch(line -> line.startsWith("23:59:59.999"));
    }
}
