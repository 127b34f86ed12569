package dev.vedette.policy.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What could not be judged, as every report for programs has it. */
public final class JsonProblems {
    private JsonProblems() {}

    /** Puts the array {@code problems}, of file, line, column and message. */
    public static void put(List<ManifestProblem> problems, ObjectNode report) {
        ArrayNode array = report.putArray("problems");
        for (ManifestProblem problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message());
        }
    }
}
