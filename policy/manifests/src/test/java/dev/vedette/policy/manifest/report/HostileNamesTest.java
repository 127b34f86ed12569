package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** What others call their objects stands in every report as text, and as nothing else. */
class HostileNamesTest {
    private static final Pattern COMMAND = Pattern.compile("::(error|warning|notice) ([^:]*)::(.*)");
    private static final Pattern REFERENCE = Pattern.compile("&#(\\d+);");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\u001b[2J\u009b2J\u0007",
                "x\n::error file=a::forged\r\n::stop-commands::y",
                "x%0A::error::y%25,z:w",
                "x|y | z\\|w",
                "]]></failure><x a='1' b=\"2\">&amp;&lt;",
                "x\u202egnp.exe\u2066y\u200b",
                "x\ud800y\udc00",
                "x\u0000y\ufffe\uffff",
                "@everyone #1 [x](http://192.0.2.1) <img src=x> `code` *b* _i_ ~~s~~ $m$ www.example.org",
                "{0} {{x}} [a](1) ${jndi:x}",
                "</script><script>alert(1)</script>",
                "\",\"kind\":\"x\"}",
                "-->&#60;b&#62;"
            })
    void standAsText(String text) throws Exception {
        ScanResult result = Written.hostile(text);

        isShown(Written.by(new TableReport(false), result));
        isJson(Written.by(new JsonReport(), result), text);
        isSarif(Written.json(new SarifReport("1", Results.PATHS), result), text);
        isShown(Written.by(new SarifReport("1", Results.PATHS), result));
        isPolicyReport(Written.by(new PolicyReportList(), result), text);
        isJunit(result, text);
        isGithub(Written.by(new GithubReport(Results.PATHS), result), text);
        isMarkdown(Written.by(new MarkdownReport(), result), text);
    }

    private static void isShown(String report) {
        assertThat(report.replace("\n", "").codePoints().allMatch(PrintableText::isPrintable))
                .isTrue();
    }

    private static void isJson(String report, String text) throws IOException {
        isShown(report);
        JsonNode finding = json(report).path("findings").path(0);
        assertThat(finding.path("name").asText()).isEqualTo(carried(text));
        assertThat(finding.path("message").asText()).isEqualTo(carried(text));
    }

    private static void isPolicyReport(String report, String text) throws IOException {
        isShown(report);
        assertThat(json(report).findValuesAsText("name")).contains(carried(text));
    }

    private static void isSarif(JsonNode root, String text) {
        JsonNode run = root.path("runs").path(0);
        assertThat(run.path("results").path(0).path("ruleId").asText()).isEqualTo(carried(text));
        for (JsonNode uri : run.findValues("uri")) {
            assertThat(URI.create(uri.asText()).getScheme()).isIn(null, "file");
            assertThat(uri.asText()).matches("[A-Za-z0-9._~*%/:-]+");
        }
    }

    private static void isJunit(ScanResult result, String text) throws Exception {
        isShown(Written.by(new JunitReport(Results.PATHS), result));
        Document xml = JunitReportTest.parsed(result);
        assertThat(JunitReportTest.elements(xml, "testcase")).hasSize(6);
        assertThat(JunitReportTest.elements(xml, "failure").getFirst().getAttribute("message"))
                .isEqualTo(PrintableText.of(text));
        assertThat(JunitReportTest.elements(xml, "skipped").getFirst().getAttribute("message"))
                .isEqualTo(PrintableText.of(text));
        assertThat(xml.getElementsByTagName("*").getLength()).isEqualTo(1 + 1 + 6 + 5);
    }

    /** As the runner reads it: a line that begins with two colons is a command, and its escapes are undone. */
    private static void isGithub(String report, String text) {
        isShown(report);
        List<String> lines = report.lines().toList();
        assertThat(lines).hasSize(2 + 1 + 2 + 1);
        List<Matcher> commands = new ArrayList<>();
        for (String line : lines.subList(0, 5)) {
            Matcher command = COMMAND.matcher(line);
            assertThat(command.matches()).as(line).isTrue();
            commands.add(command);
        }
        assertThat(lines.getLast()).startsWith("1 object read, 2 findings");
        String[] properties = commands.getFirst().group(2).split(",");
        assertThat(properties).hasSize(4);
        assertThat(unescaped(properties[0])).isEqualTo("file=" + PrintableText.of(Results.PATHS.of(text)));
        assertThat(properties[1]).isEqualTo("line=3");
        assertThat(unescaped(properties[3])).isEqualTo("title=" + PrintableText.of(text + " " + text));
        assertThat(unescaped(commands.getFirst().group(3))).endsWith(PrintableText.of(": " + text + " " + text));
    }

    private static String unescaped(String text) {
        return text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    }

    /** Nothing is left that means something, and with its references undone it says what it is to say. */
    private static void isMarkdown(String report, String text) {
        isShown(report);
        List<String> lines = report.lines().toList();
        assertThat(lines).hasSize(1 + 1 + 2 + 2 + 1 + 3);
        String row = lines.get(4);
        assertThat(row.chars().filter(c -> c == '|').count()).isEqualTo(6);
        String plain = row.replace("<code>", "")
                .replace("</code>", "")
                .replace("<!-- -->", "")
                .replace(" | ", "");
        assertThat(plain.substring(2, plain.length() - 2))
                .doesNotContainPattern("[<>\\[\\]`*_~@$|\\\\{}!]|&(?!#\\d+;)|://|www\\.");
        String read = REFERENCE.matcher(row.replace("<!-- -->", "")).replaceAll(HostileNamesTest::character);
        assertThat(read).endsWith(" | " + PrintableText.of(text + " " + text) + " |");
    }

    private static String character(MatchResult reference) {
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(reference.group(1))));
    }

    /** What any reader makes of it: halves of characters cannot be carried. */
    private static String carried(String text) {
        int[] whole = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(whole, 0, whole.length);
    }

    private static JsonNode json(String report) throws IOException {
        return new JsonMapper().readTree(report);
    }
}
