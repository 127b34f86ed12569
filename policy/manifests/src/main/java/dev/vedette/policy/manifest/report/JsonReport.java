package dev.vedette.policy.manifest.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.KnownFinding;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.manifest.result.WaiverUse;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Place;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * For programs of one's own: {@code findings} of rules in the form of {@link FindingJson}, those of a standard with check,
 * field and place; {@code withheld} the same with the cause; {@code problems}, {@code waivers} and what is {@code gone}
 * from the baseline; and how many objects were read.
 */
public final class JsonReport implements Report {
    private final JsonMapper json = PrintableJson.mapper();
    private final FindingJson form = new FindingJson();

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("objects", result.objects().size());
        ArrayNode findings = root.putArray("findings");
        for (ScanFinding finding : result.findings()) {
            findings.add(node(finding));
        }
        ArrayNode withheld = root.putArray("withheld");
        for (Withheld kept : result.withheld()) {
            withheld.add(node(kept.finding())
                    .put("withheldAs", kept.cause().name().toLowerCase(Locale.ROOT))
                    .put("withheldBy", kept.why()));
        }
        putProblems(result.problems(), root);
        ArrayNode waivers = root.putArray("waivers");
        result.waivers().forEach(use -> put(use, waivers.addObject()));
        ArrayNode gone = root.putArray("gone");
        result.gone().forEach(known -> put(known, gone.addObject()));
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    private ObjectNode node(ScanFinding finding) throws IOException {
        ObjectNode node = finding.ofRule().isPresent() ? ofRule(finding.ofRule().get()) : ofStandard(finding);
        return node.put("fingerprint", finding.fingerprint().text());
    }

    private ObjectNode ofRule(Finding finding) throws IOException {
        return (ObjectNode) json.readTree(form.encode(finding));
    }

    private ObjectNode ofStandard(ScanFinding finding) {
        Place place = finding.place();
        return json.createObjectNode()
                .put("name", place.name())
                .put("kind", place.kind())
                .put("namespace", place.namespace())
                .put("container", finding.container())
                .put("check", finding.check().id())
                .put("level", finding.level())
                .put("severity", finding.severity().label())
                .put("file", place.file())
                .put("path", place.pointer())
                .put("line", place.line())
                .put("column", place.column())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
    }

    /** Puts the array {@code problems}, of file, line, column and message: what could not be judged. */
    public static void putProblems(List<ManifestProblem> problems, ObjectNode root) {
        ArrayNode array = root.putArray("problems");
        problems.forEach(problem -> array.addObject()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("message", problem.message()));
    }

    private static void put(WaiverUse use, ObjectNode node) {
        Waiver waiver = use.waiver();
        node.put("check", waiver.check())
                .put("reason", waiver.reason())
                .put("until", waiver.until().toString())
                .put("owner", waiver.owner())
                .put("file", waiver.place().file())
                .put("line", waiver.place().line())
                .put("column", waiver.place().column())
                .put("state", use.state().label())
                .put("findings", use.findings());
    }

    private static void put(KnownFinding known, ObjectNode node) {
        node.put("fingerprint", known.fingerprint())
                .put("check", known.check())
                .put("level", known.level())
                .put("file", known.file())
                .put("object", known.object())
                .put("message", known.message());
    }
}
