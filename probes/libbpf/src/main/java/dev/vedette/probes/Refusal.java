package dev.vedette.probes;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program on which libbpf gave up while it loaded an object, and why.
 *
 * @param why one line: the verifier's verdict if it spoke, otherwise libbpf's first words about the program
 */
record Refusal(String program, String why) {
    /** libbpf begins every warning about one program like this (libbpf.c, all of 1.x). */
    private static final Pattern NAMED = Pattern.compile("^libbpf: prog '([^']+)': (.*)", Pattern.DOTALL);

    private static final String LOG_BEGIN = "-- BEGIN PROG LOAD LOG --";
    private static final String LOG_END = "-- END PROG LOAD LOG --";
    /** The verifier's statistics, which follow its verdict. */
    private static final Pattern AFTER_VERDICT =
            Pattern.compile("processed \\d+ insns.*|verification time .*|stack depth .*|" + LOG_END + "|");

    /** Empty if the messages name no program: then the object as a whole was refused. */
    static Optional<Refusal> in(List<String> messages) {
        // libbpf stops at the first program that fails, so the last one it names is the one.
        Optional<String> program = messages.reversed().stream()
                .map(NAMED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
        return program.map(name -> new Refusal(name, why(name, messages)));
    }

    private static String why(String program, List<String> messages) {
        List<String> about = messages.stream()
                .map(NAMED::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(1).equals(program))
                .map(matcher -> matcher.group(2))
                .toList();
        return about.stream()
                .filter(text -> text.startsWith(LOG_BEGIN))
                .flatMap(text -> verdict(text).stream())
                .findFirst()
                .orElseGet(() -> about.getFirst().lines().findFirst().orElse(""));
    }

    private static Optional<String> verdict(String log) {
        return log.lines()
                .map(String::strip)
                .filter(line -> !line.equals(LOG_BEGIN))
                .filter(line -> !AFTER_VERDICT.matcher(line).matches())
                .reduce((_, later) -> later);
    }
}
