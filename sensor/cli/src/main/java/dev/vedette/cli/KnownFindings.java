package dev.vedette.cli;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.MalformedFeedException;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Findings that can be asked for: those of a running sensor, or of a file that has one a line. */
final class KnownFindings {
    /** Of an id: what terminals show of it, and what is asked for by at least. */
    static final int SHORT_ID = 8;

    private final FindingJson json = new FindingJson();

    /** Those of late, the oldest first. */
    List<Finding> ofSensor(Path state) {
        List<Finding> all = new ArrayList<>();
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            client.findings(false, encoded -> all.add(json.decodeFinding(encoded)));
            return all;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** Those of a file such as the one that {@code vedette up} writes, or of what was read from a topic. */
    List<Finding> ofFile(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains("\"type\":\"finding\""))
                    .map(line -> json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException | MalformedFeedException e) {
            throw new CommandFailed(
                    file + " can't be read (" + e.getMessage() + "): name a file with a finding a line, as JSON", e);
        }
    }

    /**
     * The one whose id begins so, the newest word of it.
     *
     * @throws CommandFailed if there is none, or more than one
     */
    static Finding named(String id, List<Finding> all) {
        Map<String, Finding> fitting = new LinkedHashMap<>();
        all.stream()
                .filter(finding -> finding.id().startsWith(id))
                .forEach(finding -> fitting.put(finding.id(), finding));
        if (fitting.isEmpty()) {
            throw new CommandFailed("there is no finding " + id + " among the " + all.size()
                    + " that are kept: the console keeps more, and --file reads them from a file");
        }
        if (fitting.size() > 1) {
            throw new CommandFailed("several findings begin with " + id + ": " + String.join(", ", fitting.keySet())
                    + "; write more of it");
        }
        return fitting.values().iterator().next();
    }
}
