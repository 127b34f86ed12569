package dev.vedette.tests.support;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a sensor has told its file, in the order it was told. Not thread-safe. */
public final class Findings {
    private static final String MARK = "\"type\":\"finding\"";

    private final Path file;
    private final FindingJson json = new FindingJson();
    private final List<Finding> read = new ArrayList<>();
    private long position;

    /** @param file need not be there yet */
    public Findings(Path file) {
        this.file = file;
    }

    public List<Finding> all() {
        try {
            readOn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(read);
    }

    public List<Finding> of(String containerId) {
        return all().stream()
                .filter(finding -> finding.container().id().equals(containerId))
                .toList();
    }

    public List<Finding> of(String containerId, String rule) {
        return of(containerId).stream()
                .filter(finding -> finding.ruleId().equals(rule))
                .toList();
    }

    /** The first that fits, waited for. */
    public Finding await(String what, Predicate<Finding> fits) {
        return await(what, Waiting.LONG, fits);
    }

    public Finding await(String what, Duration patience, Predicate<Finding> fits) {
        return Waiting.seen(what, patience, () -> all().stream().filter(fits).findFirst());
    }

    /** Reads the whole lines that have come since. */
    private void readOn() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(in.length() - position)];
            in.seek(position);
            in.readFully(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    take(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                    start = i + 1;
                }
            }
            position += start;
        }
    }

    private void take(String line) {
        if (line.contains(MARK)) {
            read.add(json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** For a person who looks why something was not found. */
    public static String described(List<Finding> findings) {
        List<String> lines = findings.stream()
                .map(finding -> finding.ruleId() + " " + finding.severity() + " " + finding.message() + " "
                        + finding.evidence())
                .toList();
        return lines.isEmpty() ? "nothing" : String.join("\n  ", lines);
    }
}
