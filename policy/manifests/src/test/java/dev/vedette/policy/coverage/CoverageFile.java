package dev.vedette.policy.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The examples and tables beside this class. */
final class CoverageFile {
    private static final String BEGIN = "=== ";

    private CoverageFile() {}

    /**
     * A manifest that brings certain findings.
     *
     * @param brings ids of rules, and of checks of the Pod Security Standards
     */
    record Example(String name, List<String> brings, String text) {}

    /**
     * A line of a standard.
     *
     * @param examples names of those that prove it; empty where it cannot be decided from manifests
     * @param note what else is to be said, "" if nothing is
     */
    record Item(String id, String title, List<String> examples, String note) {}

    static Map<String, Example> examples() throws IOException {
        Map<String, Example> examples = new LinkedHashMap<>();
        for (String section : ("\n" + read("examples.txt")).split("\n" + BEGIN, -1)) {
            if (!section.isBlank()) {
                int end = section.indexOf('\n');
                String[] head = section.substring(0, end).split(": ", 2);
                Example example = new Example(head[0], words(head[1]), section.substring(end + 1) + "\n");
                if (examples.put(example.name(), example) != null) {
                    throw new IllegalStateException("two examples are called " + example.name());
                }
            }
        }
        return examples;
    }

    /** Fields with tabs between: id, title, names of examples, note. */
    static List<Item> table(String name) throws IOException {
        List<Item> items = new ArrayList<>();
        for (String line : read(name).lines().toList()) {
            String[] fields = line.split("\t", -1);
            items.add(new Item(fields[0], fields[1], words(fields[2]), fields[3]));
        }
        return items;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CoverageFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
