package dev.vedette.tests.tricks;

import dev.vedette.probes.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of docs/rungs.md: which tricks a rung does not see. */
public final class Blind {
    private static final Path PAGE = Path.of("../../docs/rungs.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<trick>[a-z]+/[a-z0-9-]+)` \\| (?<rungs>[a-z]+(, [a-z]+)*) \\|", Pattern.MULTILINE);

    private final Set<MatchResult> rows;

    /** Reads the page as it is where the tests of a module run. */
    public Blind() throws IOException {
        rows = ROW.matcher(Files.readString(PAGE)).results().collect(Collectors.toUnmodifiableSet());
    }

    /** The tricks that a rung is said not to see. */
    public Set<String> at(Rung rung) {
        String word = rung.name().toLowerCase(Locale.ROOT);
        return rows.stream()
                .filter(row -> List.of(row.group("rungs").split(", ", -1)).contains(word))
                .map(row -> row.group("trick"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
