package dev.vedette.policy.manifest.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Check;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For code hosts and editors: SARIF 2.1.0, one run. Numbers in brackets are sections of the OASIS standard.
 *
 * <p>Files are told from the folder of the scan, as {@value #ROOT}; whoever reads the report knows where that is, and does
 * not learn where it was on this machine. What is kept back is in the report, marked as suppressed or as known.
 */
public final class SarifReport implements Report {
    private static final String VERSION = "2.1.0";
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    static final String ROOT = "%SRCROOT%";

    private final JsonMapper json = PrintableJson.mapper();
    private final String toolVersion;
    private final SarifPlaces places;

    /** @param toolVersion of this program */
    public SarifReport(String toolVersion, SourcePaths paths) {
        this.toolVersion = toolVersion;
        this.places = new SarifPlaces(paths);
    }

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode().put("$schema", SCHEMA).put("version", VERSION);
        ObjectNode run = root.putArray("runs").addObject();
        Map<String, Integer> rules = putTool(result, run.putObject("tool").putObject("driver"));
        putInvocation(result, run.putArray("invocations").addObject());
        run.putObject("originalUriBaseIds")
                .putObject(ROOT)
                .putObject("description")
                .put("text", "The folder that the scan ran in");
        // What reads YAML counts whole characters, not halves of pairs (3.14.17).
        run.put("columnKind", "unicodeCodePoints");
        putResults(result, rules, run.putArray("results"));
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    /** Puts the rules that have results, and says which number each has. */
    private Map<String, Integer> putTool(ScanResult result, ObjectNode driver) {
        driver.put("name", "Vedette").put("version", toolVersion);
        ArrayNode rules = driver.putArray("rules");
        Map<String, Integer> numbers = new LinkedHashMap<>();
        all(result)
                .forEach(finding -> numbers.computeIfAbsent(finding.check().id(), _ -> {
                    putRule(finding, rules.addObject());
                    return rules.size() - 1;
                }));
        return numbers;
    }

    private static Stream<ScanFinding> all(ScanResult result) {
        return Stream.concat(
                result.findings().stream(), result.withheld().stream().map(Withheld::finding));
    }

    private static void putRule(ScanFinding finding, ObjectNode rule) {
        Check check = finding.check();
        String help = check.help().isEmpty() ? check.title() : check.help();
        rule.put("id", check.id());
        rule.putObject("shortDescription").put("text", check.title());
        rule.putObject("help").put("text", help).put("markdown", help);
        if (!check.link().isEmpty()) {
            rule.put("helpUri", check.link());
        }
        rule.putObject("defaultConfiguration")
                .put("level", Loudness.of(finding.severity()).sarif());
        ObjectNode properties = rule.putObject("properties");
        properties.put("security-severity", score(finding.severity()));
        ArrayNode tags = properties.putArray("tags").add("security");
        check.techniques().forEach(tags::add);
    }

    /** What GitHub sorts by: above 9 it is critical there, from 7 high, from 4 medium. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "3.0";
            case INFO -> "1.0";
        };
    }

    private void putInvocation(ScanResult result, ObjectNode invocation) {
        invocation.put("executionSuccessful", result.problems().isEmpty()).put("exitCode", result.exitCode());
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (ManifestProblem problem : result.problems()) {
            ObjectNode notification = notifications.addObject().put("level", Loudness.ERROR.sarif());
            notification.putObject("message").put("text", text(problem.message()));
            places.put(problem, notification.putArray("locations").addObject());
        }
        for (String notice : result.notices()) {
            notifications
                    .addObject()
                    .put("level", Loudness.NOTE.sarif())
                    .putObject("message")
                    .put("text", text(notice));
        }
    }

    private void putResults(ScanResult result, Map<String, Integer> rules, ArrayNode results) {
        boolean compared = !result.gone().isEmpty() || result.withheld(Withheld.Cause.BASELINE) > 0;
        for (ScanFinding finding : result.findings()) {
            ObjectNode node = put(finding, rules, results.addObject());
            if (compared) {
                node.put("baselineState", "new");
            }
        }
        for (Withheld kept : result.withheld()) {
            ObjectNode node = put(kept.finding(), rules, results.addObject());
            boolean known = kept.cause() == Withheld.Cause.BASELINE;
            if (compared) {
                node.put("baselineState", known ? "unchanged" : "new");
            }
            if (!known) {
                boolean inSource = kept.cause() == Withheld.Cause.ANNOTATION;
                node.putArray("suppressions")
                        .addObject()
                        .put("kind", inSource ? "inSource" : "external")
                        .put("justification", kept.why());
            }
        }
    }

    private ObjectNode put(ScanFinding finding, Map<String, Integer> rules, ObjectNode result) {
        String check = finding.check().id();
        result.put("ruleId", check)
                .put("ruleIndex", rules.get(check))
                .put("level", Loudness.of(finding.severity()).sarif());
        result.putObject("message").put("text", text(finding.sentence()));
        places.put(finding, result.putArray("locations").addObject());
        result.putObject("partialFingerprints")
                .put("vedette/v1", finding.fingerprint().text());
        return result;
    }

    /** Braces stand for arguments (3.11.5) and brackets before a parenthesis for links (3.11.6) unless they are escaped. */
    private static String text(String message) {
        return message.replace("{", "{{").replace("}", "}}").replace("](", "\\](");
    }
}
