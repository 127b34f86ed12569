package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainFindingTest {
    private static final String ID = "9f86d081884c7d65";

    @TempDir
    Path folder;

    @Test
    void saysWhatWasSeenByWhomAndWhichPoliciesWereLookedAt() throws Exception {
        Ran ran = explain(ID.substring(0, 8), finding(ID, 0), finding("0000000000000001", 1));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("id: " + ID)
                .contains("file               /etc/shadow")
                .contains("/bin/sh  sh -c id")
                .contains("alert; audit: pause is only named (audit: pause for *)")
                .contains("decided  response of policy shop: audit: pause for *")
                .contains("nearly   exception of policy old: known")
                .contains("           it expired after 2020-01-31")
                .contains("HIGH incident " + ID.substring(0, 8) + " in c1: 2 findings")
                .contains("vedette explain VDT-3014");
    }

    @Test
    void saysWhichFindingIsMeantOrThatThereIsNone() throws Exception {
        assertThat(explain("abcdef01", finding(ID, 0)).err())
                .contains("there is no finding abcdef01 among the 1 that are kept");
        assertThat(explain("9f86d081", finding(ID, 0), finding("9f86d08199999999", 1))
                        .err())
                .contains("several findings begin with 9f86d081: " + ID + ", 9f86d08199999999");
        assertThat(Ran.command("explain", ID, "--file", folder.resolve("none").toString())
                        .err())
                .contains("can't be read");
    }

    @Test
    void endsWithTheIncidentsTheGravestFirstAndNotAllOfMany() {
        List<Finding> findings = IntStream.range(0, 12)
                .mapToObj(number -> finding("%08x".formatted(number), number * 3_600L))
                .toList();
        StringWriter text = new StringWriter();
        IncidentText.summary(new PrintWriter(text), findings);

        assertThat(text.toString())
                .contains("12 incidents, the gravest first:")
                .contains("  HIGH incident 0000000b in c1: 1 finding in 0.0 s")
                .contains("    began with VDT-3014: sh read a secret")
                .contains("    credentials: /etc/shadow")
                .contains("  and 2 more");
    }

    @Test
    void saysNothingWhereThereIsNoIncident() {
        StringWriter text = new StringWriter();
        IncidentText.summary(new PrintWriter(text), List.of());
        assertThat(text.toString()).isEmpty();
    }

    private Ran explain(String id, Finding... findings) throws Exception {
        Path file = folder.resolve("findings.ndjson");
        StringBuilder lines = new StringBuilder();
        for (Finding finding : findings) {
            lines.append(new String(new FindingJson().encode(finding), StandardCharsets.UTF_8))
                    .append('\n');
        }
        Files.writeString(file, lines.append("{\"type\":\"outcome\"}\n"));
        return Ran.command("explain", id, "--file", file.toString());
    }

    private static Finding finding(String id, long second) {
        ProcessInfo shell = new ProcessInfo(
                new ProcessId(42, 7),
                "sh",
                FileObject.ofPath("/bin/sh"),
                List.of("sh", "-c", "id"),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
        Verdict verdict = new Verdict(ResponseAction.PAUSE, false, "shop", "audit: pause for *", "")
                .with(List.of(
                        new Considered(Considered.Kind.RESPONSE, "shop", "audit: pause for *", List.of(), true),
                        new Considered(
                                Considered.Kind.EXCEPTION,
                                "old",
                                "known",
                                List.of("it expired after 2020-01-31"),
                                false)));
        return new Finding(
                id,
                "VDT-3014",
                "Credentials read",
                Severity.HIGH,
                List.of("T1552.001"),
                "sh read a secret",
                "node",
                Container.pending("c1"),
                shell,
                Place.NONE,
                Map.of("file", "/etc/shadow"),
                verdict,
                Origin.LIVE,
                second * 1_000_000_000L,
                0);
    }
}
