package dev.vedette.policy.manifest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.model.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Places as SARIF has them: a file's URI, a region of it, and the object by its names (3.28). */
record SarifPlaces(SourcePaths paths) {
    void put(ScanFinding finding, ObjectNode location) {
        Place place = finding.place();
        physical(finding.path(), place.line(), place.column(), location);
        location.putArray("logicalLocations")
                .addObject()
                .put("fullyQualifiedName", finding.subject() + " " + place.pointer())
                .put("kind", "object");
    }

    void put(ManifestProblem problem, ObjectNode location) {
        physical(paths.of(problem.file()), problem.line(), problem.column(), location);
    }

    private static void physical(String path, int line, int column, ObjectNode location) {
        ObjectNode physical = location.putObject("physicalLocation");
        ObjectNode artifact = physical.putObject("artifactLocation");
        if (path.startsWith("/")) {
            artifact.put("uri", "file://" + uri(path));
        } else {
            artifact.put("uri", uri(path)).put("uriBaseId", SarifReport.ROOT);
        }
        if (line > 0) {
            ObjectNode region = physical.putObject("region").put("startLine", line);
            if (column > 0) {
                region.put("startColumn", column);
            }
        }
    }

    /** Each name with all escaped that is not simply itself (RFC 3986); the encoder for forms does but for spaces. */
    private static String uri(String path) {
        return Stream.of(path.split("/", -1))
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
