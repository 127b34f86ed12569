package dev.vedette.policy.compiler;

import dev.vedette.policy.engine.RuleProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kie.api.builder.Message;

/** Turns the compiler's raw words into a file, a line, and a sentence. */
final class Explanation {
    private static final Pattern PARSER = Pattern.compile("\\[ERR \\d+] (?:Line (\\d+):(\\d+) )?(.*)", Pattern.DOTALL);
    private static final Pattern GENERATED =
            Pattern.compile("\\b(?:Lambda\\w+|Rules|DomainClasses\\w*)[0-9A-F]{32}\\w*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$.]*");

    private Explanation() {}

    static List<RuleProblem> of(DroolsBuild build, Map<String, String> rules) {
        Set<RuleProblem> problems = new LinkedHashSet<>();
        Map<String, String> generated = generatedSources(build.errors());
        for (Message error : build.errors()) {
            String path = error.getPath() == null ? "" : error.getPath();
            if (rules.containsKey(path)) {
                inRule(error, path, rules.get(path), problems);
            } else if (error.getLine() > 0) {
                inGenerated(error, generated.getOrDefault(path, ""), rules, problems);
            }
        }
        if (problems.isEmpty()) {
            String file = rules.size() == 1 ? rules.keySet().iterator().next() : "";
            problems.add(new RuleProblem(
                    file, 0, "The compiler gives no reason; look for a name in a consequence that is not declared."));
        }
        return new ArrayList<>(problems);
    }

    private static void inRule(Message error, String file, String text, Collection<RuleProblem> problems) {
        if (error.getText().equals("Parser returned a null Package")) {
            return; // Follows from another message and says nothing.
        }
        Matcher parser = PARSER.matcher(error.getText());
        if (parser.matches()) {
            int line = parser.group(1) == null ? error.getLine() : Integer.parseInt(parser.group(1));
            problems.add(new RuleProblem(file, Math.max(line, 0), sentence("Syntax: " + parser.group(3))));
            return;
        }
        int line = error.getLine() > 0 ? error.getLine() : lineOfLastWord(text, error.getText());
        problems.add(new RuleProblem(file, line, sentence(error.getText())));
    }

    /** An error in Java that was made of a rule: the line is looked for where the same text stands in the rule. */
    private static void inGenerated(
            Message error, String source, Map<String, String> rules, Collection<RuleProblem> problems) {
        String[] lines = source.split("\n", -1);
        // The first line of the message is its heading.
        String culprit = error.getLine() < lines.length ? lines[error.getLine()].strip() : "";
        String message = sentence(GENERATED.matcher(error.getText()).replaceAll("this rule"));
        for (Map.Entry<String, String> rule : rules.entrySet()) {
            int line = culprit.length() < 3 ? 0 : lineOf(rule.getValue(), culprit);
            line = line > 0 ? line : lineOfLastWord(rule.getValue(), error.getText());
            if (line > 0 || rules.size() == 1) {
                problems.add(new RuleProblem(rule.getKey(), line, message));
                return;
            }
        }
        problems.add(new RuleProblem("", 0, message));
    }

    private static Map<String, String> generatedSources(List<Message> errors) {
        Map<String, String> sources = new java.util.HashMap<>();
        for (Message error : errors) {
            if (error.getText().startsWith("Java source of ")) {
                sources.put(error.getPath(), error.getText());
            }
        }
        return sources;
    }

    /** The compiler names the culprit last, as a rule; earlier words are tried when it is not in the text. */
    private static int lineOfLastWord(String text, String message) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(message);
        while (matcher.find()) {
            words.addFirst(matcher.group());
        }
        for (String word : words) {
            int line = word.length() < 2 || isCommon(word) ? 0 : lineOf(text, word);
            if (line > 0) {
                return line;
            }
        }
        return 0;
    }

    private static boolean isCommon(String word) {
        return Set.of("rule", "when", "then", "end", "class", "type", "on", "in", "to", "for", "of", "is", "package")
                .contains(word);
    }

    private static int lineOf(String text, String part) {
        Pattern whole = Pattern.compile("(?<![\\w$])" + Pattern.quote(part) + "(?![\\w$])");
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].strip().startsWith("//")
                    && (whole.matcher(lines[i]).find() || lines[i].strip().equals(part))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String sentence(String raw) {
        String line = raw.lines().findFirst().orElse("It can't be compiled").strip();
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        String cut = printable.length() > 200 ? printable.substring(0, 200) + "…" : printable;
        return cut.endsWith(".") ? cut : cut + ".";
    }
}
