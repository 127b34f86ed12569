package dev.vedette.policy.manifest.fix;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.report.JsonReport;
import java.io.IOException;

/** What fixing came to, for programs: {@code files} with what was {@code fixed} and what is {@code left}, and {@code problems}. */
public final class FixJson {
    private final JsonMapper json = PrintableJson.mapper();

    public void write(FixReport report, boolean dry, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("dryRun", dry);
        ArrayNode files = root.putArray("files");
        for (FixedManifest file : report.files()) {
            ObjectNode node = files.addObject().put("file", file.file()).put("changed", file.isChanged());
            ArrayNode done = node.putArray("fixed");
            file.done().forEach(fix -> put(fix.issue(), done.addObject()).put("change", fix.what()));
            ArrayNode left = node.putArray("left");
            file.left().forEach(rest -> put(rest.issue(), left.addObject()).put("hint", rest.hint()));
        }
        JsonReport.putProblems(report.problems(), root);
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    private static ObjectNode put(Issue issue, ObjectNode node) {
        return node.put("rule", issue.rule())
                .put("path", issue.pointer())
                .put("line", issue.line())
                .put("column", issue.column())
                .put("message", issue.message());
    }
}
