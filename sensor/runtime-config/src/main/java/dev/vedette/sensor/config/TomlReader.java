package dev.vedette.sensor.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads TOML files of a node. A file that is broken is told with line and column, and read as not there. Thread-safe. */
public final class TomlReader {
    private final TomlMapper mapper = new TomlMapper();
    private final NodeRoot root;

    public TomlReader(NodeRoot root) {
        this.root = root;
    }

    public NodeRoot root() {
        return root;
    }

    /**
     * What a file says; empty where there is none, and where it is not TOML, which is told.
     *
     * @param notKnown what its failure leaves unknown, for the problem's sentence
     */
    public Optional<ConfigTree> read(String file, String notKnown, Consumer<ConfigProblem> problems) {
        Optional<String> text = root.read(file, notKnown, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode tree = mapper.readTree(text.get());
            return tree instanceof ObjectNode table
                    ? Optional.of(new ConfigTree(table, file, text.get()))
                    : Optional.of(new ConfigTree());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problems.accept(new ConfigProblem(
                    file,
                    at == null ? 0 : Math.max(0, at.getLineNr()),
                    at == null ? 0 : Math.max(0, at.getColumnNr()),
                    "it is not TOML (" + firstLine(e.getOriginalMessage()) + ")",
                    notKnown));
            return Optional.empty();
        }
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
