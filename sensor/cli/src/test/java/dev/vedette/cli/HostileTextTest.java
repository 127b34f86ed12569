package dev.vedette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.vedette.console.store.FindingSummary;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.FindingsOfRules;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanObjects;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.control.NeighbourJson;
import dev.vedette.sensor.control.wire.DenialLine;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.ResponsesReply;
import dev.vedette.sensor.control.wire.WaitedBehind;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.FindingLine;
import dev.vedette.sensor.outputs.NdjsonOutput;
import dev.vedette.sensor.outputs.TerminalOutput;
import dev.vedette.sensor.posture.health.HealthItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever others have called something, what comes out is text: for a terminal, a file, a topic and a scrape alike. Every
 * text of every record of the model is hostile here, and all of them reach the message, the evidence or the finding itself.
 */
class HostileTextTest {
    /** One part of a line; a line has a few. */
    private static final int LONGEST_LINE = 8_300;

    private final FindingJson json = new FindingJson();
    private final ObjectMapper reader = new ObjectMapper();

    static Stream<String> texts() {
        return HostileRecords.TEXTS.keySet().stream().sorted();
    }

    @Test
    void nearlyEveryRecordOfTheModelCanHoldAnyText() {
        Set<String> taking = new HashSet<>();
        HostileRecords records = new HostileRecords("x\u001b[2J");
        List<Class<?>> all = HostileRecords.of(Finding.class);
        all.forEach(type -> records.filled(type).ifPresent(filled -> taking.add(type.getSimpleName())));
        assertThat(all).hasSizeGreaterThan(70);
        assertThat(taking).hasSizeGreaterThan(all.size() * 9 / 10).contains("Finding", "FileOpened", "NameResolved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void reachesATerminalAsText(String what) {
        FindingLine plain = new FindingLine(false, ZoneOffset.UTC);
        FindingLine coloured = new FindingLine(true, ZoneOffset.UTC);
        for (Finding finding : findings(what)) {
            assertLines(plain.of(finding) + "\n", 1);
            assertLines(withoutColours(coloured.of(finding)) + "\n", 1);
        }
        for (ResponseOutcome outcome : outcomes(what)) {
            assertLines(plain.of(outcome) + "\n", 1);
        }
        assertLines(
                printed(out -> IncidentText.print(out, findings(what))),
                3 + findings(what).size() + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isShownInTablesAsText(String what) {
        String text = HostileRecords.TEXTS.get(what);
        Finding finding = findings(what).getFirst();
        ResponsesReply reply = ResponsesReply.newBuilder()
                .setStopped(text)
                .addLasting(ByteString.copyFrom(json.encode(outcomes(what).getFirst())))
                .build();
        assertText(printed(out -> new ResponseTable(out, outcome -> "").print(reply)));
        assertText(printed(out -> new PostureTable(false)
                .print(List.of(finding), List.of(new ConfigProblem(text, 1, 1, text, text)), out)));
        assertText(printed(out ->
                new HealthTable(false).print(List.of(new HealthItem(text, HealthItem.State.BAD, text, text)), out)));
        assertText(printed(out -> DenialsCommand.print(
                List.of(DenialLine.newBuilder()
                        .setContainer(wire(text))
                        .setRule(wire(text))
                        .build()),
                out)));
        NeighboursReply neighbours = NeighboursReply.newBuilder()
                .setEndEpochNanos(1)
                .addLines(NeighbourLine.newBuilder()
                        .setVictim(wire(text))
                        .addBehind(WaitedBehind.newBuilder().setName(wire(text)).setNanos(1)))
                .build();
        assertText(printed(out -> new NeighbourTable(1, ZoneOffset.UTC).print(neighbours, out)));
        assertText(NeighbourJson.of(neighbours));
        assertText(new PolicyProblem("file", 1, 1, text).message());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void standsInAScansReportsAsText(String what) throws IOException {
        String text = HostileRecords.TEXTS.get(what);
        List<Finding> found = findings(what).subList(0, 10);
        SourcePaths paths = SourcePaths.ofWorkingDirectory();
        FindingsOfRules findings = new FindingsOfRules(_ -> Optional.empty(), paths);
        List<ScanFinding> told = found.stream()
                .map(finding -> findings.of(finding, new ScanObjects(List.of())))
                .toList();
        List<Withheld> withheld = told.stream()
                .map(finding -> new Withheld(finding, Withheld.Cause.EXCEPTION, text))
                .toList();
        ScanResult result =
                new ScanResult(Judge.RULES, told, withheld, List.of(new ManifestProblem(text, 1, 1, text)), List.of());
        for (ReportFormat format : ReportFormat.values()) {
            StringBuilder written = new StringBuilder();
            format.report(paths).write(result, written);
            assertText(written.toString());
            if (format == ReportFormat.TABLE) {
                assertLines(written.toString(), 1 + found.size() + 1 + 1 + 1);
            } else if (format == ReportFormat.JSON) {
                assertThat(reader.readTree(written.toString()).path("findings")).hasSize(found.size());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isOneLineOfJson(String what) throws IOException {
        for (Finding finding : findings(what)) {
            byte[] encoded = json.encode(finding);
            assertThat(oneLine(encoded).path("type").asText()).isEqualTo("finding");
            Finding decoded = json.decodeFinding(encoded);
            assertThat(decoded.message().equals(wire(finding.message()))).isTrue();
            assertThat(decoded.container()
                            .pod()
                            .labels()
                            .toString()
                            .equals(wire(finding.container().pod().labels().toString())))
                    .isTrue();
            JsonNode summary = reader.readTree(FindingSummary.of(finding).toString());
            assertThat(summary.path("ruleId").asText()).isEqualTo("VDT-2002");
        }
        for (ResponseOutcome outcome : outcomes(what)) {
            assertThat(oneLine(json.encode(outcome)).path("type").asText()).isEqualTo("outcome");
        }
    }

    private JsonNode oneLine(byte[] bytes) throws IOException {
        assertText(strictly(bytes));
        assertThat(new String(bytes, UTF_8).indexOf('\n')).isNegative();
        return reader.readTree(bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void goesToFilesAsText(String what, @TempDir Path folder) throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Path file = folder.resolve("findings.ndjson");
        try (NdjsonOutput lines = new NdjsonOutput(file, json);
                TerminalOutput terminal = new TerminalOutput(
                        new PrintStream(screen, false, UTF_8), new FindingLine(false, ZoneOffset.UTC))) {
            for (Finding finding : findings(what)) {
                lines.finding(finding);
                terminal.finding(finding);
            }
        }
        assertLines(strictly(screen.toByteArray()), findings(what).size());
        String written = strictly(Files.readAllBytes(file));
        assertText(written);
        assertThat(written.lines().count()).isEqualTo(findings(what).size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isOneLineOfALog(String what) {
        String text = HostileRecords.TEXTS.get(what);
        LogRecord message = new LogRecord(Level.WARNING, "Node {0} sent something unreadable: " + text);
        assertLines(new LogLine().format(message), 1);

        message.setThrown(new IllegalStateException(text, new IOException(text)));
        String traced = new LogLine().format(message);
        assertText(traced);
        assertThat(traced.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isALabelOfOneSeries(String what) {
        Metrics metrics = new Metrics();
        metrics.counter("vedette_hostile_total", "Help.", "rule", "exception")
                .add(1, HostileRecords.TEXTS.get(what), HostileRecords.TEXTS.get(what));
        String scrape = metrics.scrape();
        assertText(scrape);
        assertThat(scrape.lines().filter(line -> line.startsWith("vedette_hostile_total{")))
                .singleElement()
                .asString()
                .matches("vedette_hostile_total\\{rule=\"([^\"\\\\]|\\\\[\\\\n"
                        + "\"])*\",exception=\"([^\"\\\\]|\\\\[\\\\n"
                        + "\"])*\",} 1\\.0")
                .hasSizeLessThan(1_200);
    }

    @Test
    void isAnErrorsSentence() {
        String text = String.join(" ", HostileRecords.TEXTS.values()).replace("\0", "");
        Ran ran = Ran.command("explain", text);
        assertThat(ran.exit()).isEqualTo(2);
        assertLines(ran.err(), 1);
        assertText(Ran.command("scan", "--" + text).err());
        assertText(Ran.command("scan", "/nowhere/" + text).out());
        assertText(Ran.command("policy", "check", "/nowhere/" + text).out());
    }

    /** One for each record of the model that can be filled, which says all that is in it; and one that is filled itself. */
    private static List<Finding> findings(String what) {
        String text = HostileRecords.TEXTS.get(what);
        HostileRecords records = new HostileRecords(text);
        Container container = records.filled(Container.class).orElseThrow();
        ProcessInfo process = records.filled(ProcessInfo.class).orElseThrow();
        List<Finding> all = new ArrayList<>();
        for (Class<?> type : HostileRecords.of(Finding.class)) {
            records.filled(type)
                    .ifPresent(
                            record -> all.add(finding("id" + all.size(), record.toString(), text, container, process)));
        }
        return all;
    }

    private static Finding finding(String id, String message, String text, Container container, ProcessInfo process) {
        return new Finding(
                id,
                "VDT-2002",
                text,
                Severity.HIGH,
                List.of("T1611"),
                message,
                text,
                container,
                process,
                new Place(text, text, text, text, text, 1, 1),
                Map.of("path", text, text, text),
                new Verdict(ResponseAction.ALERT, false, text, text, text),
                Origin.LIVE,
                1,
                2);
    }

    private static List<ResponseOutcome> outcomes(String what) {
        return List.of(new HostileRecords(HostileRecords.TEXTS.get(what))
                .filled(ResponseOutcome.class)
                .orElseThrow());
    }

    private interface Printing {
        void to(PrintWriter out);
    }

    private static String printed(Printing printing) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        printing.to(out);
        out.flush();
        return printed.toString();
    }

    /** As it arrives: halves of characters are replaced, since no encoding carries them. */
    private static String wire(String text) {
        int[] whole = text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(whole, 0, whole.length);
    }

    private static String withoutColours(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private static String strictly(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("this is not UTF-8", e);
        }
    }

    /** Says no more of what it fails at than where: it may be long, and would disturb the reader of this as well. */
    private static void assertText(String text) {
        List<String> wrong = text.codePoints()
                .filter(c -> c != '\n' && !PrintableText.isPrintable(c))
                .limit(5)
                .mapToObj(c -> "%x after '%s'"
                        .formatted(
                                c,
                                PrintableText.of(
                                        text.substring(Math.max(0, text.indexOf(c) - 40), text.indexOf(c)), 200)))
                .toList();
        assertThat(wrong).isEmpty();
    }

    private static void assertLines(String text, int lines) {
        assertText(text);
        assertThat(text.endsWith("\n")).isTrue();
        assertThat(text.lines().map(String::length)).hasSize(lines).allMatch(length -> length < LONGEST_LINE);
    }
}
