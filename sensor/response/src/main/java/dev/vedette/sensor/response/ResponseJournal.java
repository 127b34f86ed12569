package dev.vedette.sensor.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.ResponseOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of standing responses, one JSON object a line; for its owner alone. Whole or as before, whenever the sensor
 * ends. For one thread.
 */
final class ResponseJournal {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseJournal.class);
    private static final String OUTCOME = "outcome";
    private static final String PLAN = "plan";
    private static final String DEADLINE = "deadline";
    /** More can stand only where somebody wrote the file by hand. */
    private static final int MAX_LINES = 100_000;

    private final Path file;
    private final FindingJson json = new FindingJson();
    private final ObjectMapper mapper = JsonMapper.builder().build();

    ResponseJournal(Path file) {
        this.file = file;
    }

    /** What stands by the file; a line that means nothing is left out and said, with a copy of the file kept. */
    List<Standing> read() {
        List<Standing> standing = new ArrayList<>();
        if (!Files.exists(file)) {
            return standing;
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            boolean broken = lines.size() > MAX_LINES;
            for (String line : lines.subList(0, Math.min(lines.size(), MAX_LINES))) {
                broken |= !add(line, standing);
            }
            if (broken) {
                keepCopy("some of its lines are no responses");
            }
        } catch (IOException e) {
            keepCopy(e.toString());
        }
        return standing;
    }

    private boolean add(String line, List<Standing> standing) {
        try {
            JsonNode tree = mapper.readTree(line);
            ResponseOutcome outcome = json.decodeOutcome(mapper.writeValueAsBytes(tree.path(OUTCOME)));
            Map<String, String> plan = texts(tree.path(PLAN));
            standing.add(
                    tree.has(DEADLINE)
                            ? new Standing(outcome, plan, Deadline.read(texts(tree.path(DEADLINE))))
                            : new Standing(outcome, plan));
            return true;
        } catch (JsonProcessingException | NullPointerException | IllegalArgumentException e) {
            LOG.debug("a line of {} is left out", file, e);
            return false;
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private void keepCopy(String why) {
        Path copy = file.resolveSibling(file.getFileName() + ".unreadable");
        LOG.error(
                "Not all of the responses that last could be read from {} ({}): they cannot be undone by themselves."
                        + " The file is kept as {}; undo them with 'vedette respond resume' or by stopping the containers.",
                file,
                why,
                copy);
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            LOG.error("There is no copy either: {}", e.toString());
        }
    }

    void write(List<Standing> standing) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Standing one : standing) {
            ObjectNode line = mapper.createObjectNode();
            line.set(OUTCOME, mapper.readTree(json.encode(one.outcome())));
            ObjectNode plan = line.putObject(PLAN);
            one.plan().forEach(plan::put);
            ObjectNode deadline = line.putObject(DEADLINE);
            one.deadline().written().forEach(deadline::put);
            text.append(mapper.writeValueAsString(line)).append('\n');
        }
        OwnFiles.replace(file, text.toString());
    }
}
