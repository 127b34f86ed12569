package dev.vedette.policy.manifest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.model.Finding;
import java.io.IOException;
import java.util.List;

/**
 * A scan for programs: {@code findings} and {@code withheld} in the form of {@link FindingJson}, {@code problems} with
 * file, line, column and message, and how many objects were read.
 */
public final class JsonReport {
    private final JsonMapper json = PrintableJson.mapper();
    private final FindingJson form = new FindingJson();

    public void write(ScanReport report, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("objects", report.manifests());
        put(root.putArray("findings"), report.findings());
        put(root.putArray("withheld"), report.withheld());
        JsonProblems.put(report.problems(), root);
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    private void put(ArrayNode array, List<Finding> findings) throws IOException {
        for (Finding finding : findings) {
            array.add(json.readTree(form.encode(finding)));
        }
    }
}
