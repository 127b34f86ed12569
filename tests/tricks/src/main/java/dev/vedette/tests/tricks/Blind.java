package dev.vedette.tests.tricks;

import dev.vedette.probes.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of docs/rungs.md: which tricks a rung does not see. */
public final class Blind {
    private static final Path PAGE = Path.of("../../docs/rungs.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<trick>[a-z]+/[a-z0-9-]+)` \\| (?<rungs>[a-z][a-z0-9,. ]*) \\|", Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("(?<major>[0-9]+)\\.(?<minor>[0-9]+).*");

    private final Set<MatchResult> rows;

    /** Reads the page as it is where the tests of a module run. */
    public Blind() throws IOException {
        rows = ROW.matcher(Files.readString(PAGE)).results().collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The tricks that a rung is said not to see.
     *
     * @param release the kernel's, as {@code uname -r} has it
     */
    public Set<String> at(Rung rung, String release) {
        String word = rung.name().toLowerCase(Locale.ROOT);
        return rows.stream()
                .filter(row -> Stream.of(row.group("rungs").split(", ", -1)).anyMatch(one -> isIt(one, word, release)))
                .map(row -> row.group("trick"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A rung, which may be followed by "before" and a version. */
    private static boolean isIt(String given, String rung, String release) {
        String[] words = given.split(" before ", -1);
        return words[0].equals(rung) && (words.length == 1 || number(release) < number(words[1]));
    }

    private static int number(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no version of a kernel: " + version);
        }
        return Integer.parseInt(matcher.group("major")) * 1000 + Integer.parseInt(matcher.group("minor"));
    }
}
