package dev.vedette.rules.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.vedette.policy.compiler.RuleCompiler;
import dev.vedette.rules.RuleTest;
import dev.vedette.rules.fixtures.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Whether a rule's test notices that one of the rule's conditions is missing. Takes minutes, and so is run by name alone:
 * {@code mvn -pl rules -am verify -Dtest=RuleMutants}; with {@code -Dmutants=VDT-20,VDT-31} only for rules whose files begin so.
 */
class RuleMutants {
    private static final Path RULES = Path.of("src/main/resources/dev/vedette/rules");
    private static final List<String> ONLY =
            List.of(System.getProperty("mutants", "").split(",", -1));
    private static final Pattern COUNTS = Pattern.compile("rule \"(VDT-[0-9]+)[^\"]*\"\\s+when\\s+\\$\\w+ : Tally\\(");
    private static final String COUNTS_ALL = """

            rule "%s and another counts"
            when
                $any : dev.vedette.policy.model.Event()
            then
                insert(memory.note("another", $any, "", String.valueOf(System.identityHashCode($any)),
                    java.time.Duration.ofMinutes(1)));
            end
            """;
    private static final double GOAL = 0.85;

    @TempDir
    private Path folder;

    private final Map<String, List<Class<?>>> tests = new TreeMap<>();
    private final List<String> survivors = new ArrayList<>();
    private int mutants;
    private int unbuilt;

    @Test
    void testsNoticeEachMissingCondition() throws Exception {
        findTests();
        for (Path rule : judged()) {
            String text = Files.readString(rule);
            for (Mutant mutant : Mutant.of(text)) {
                judge(rule, mutant);
            }
        }
        double killed = 1 - (double) survivors.size() / mutants;
        System.out.printf(
                "%d mutants of rules, %.1f %% noticed; %d more do not compile%n", mutants, 100 * killed, unbuilt);
        survivors.forEach(survivor -> System.out.println("  unnoticed: " + survivor));
        assertThat(killed).isGreaterThanOrEqualTo(GOAL);
    }

    /** Beside a rule that counts, others do, of the same events, and a rule must not take their counts for its own. */
    private static String besideOthers(String text) {
        Matcher counts = COUNTS.matcher(text);
        return counts.find() ? text + COUNTS_ALL.formatted(counts.group(1)) : text;
    }

    private static List<Path> judged() throws IOException {
        return files(".drl").stream()
                .filter(file -> ONLY.stream().anyMatch(file.getFileName().toString()::startsWith))
                .toList();
    }

    private void judge(Path rule, Mutant mutant) throws IOException {
        Path sources = Files.createTempDirectory(folder, "rules");
        Path packageFolder = Files.createDirectories(sources.resolve("dev/vedette/rules"));
        for (Path page : files(".md")) {
            Files.copy(page, packageFolder.resolve(page.getFileName().toString()));
        }
        Files.writeString(packageFolder.resolve(rule.getFileName().toString()), besideOthers(mutant.text()));
        Path bundle = folder.resolve("mutant-" + mutants + "-" + unbuilt + ".jar");
        if (!new RuleCompiler().compile(sources, bundle).isEmpty()) {
            unbuilt++;
            return;
        }
        mutants++;
        if (passes(rule, bundle)) {
            survivors.add(rule.getFileName() + ": " + mutant.condition());
        }
    }

    private boolean passes(Path rule, Path bundle) {
        String id = rule.getFileName().toString().replaceFirst("^(VDT-[0-9]+)-.*", "$1");
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests.getOrDefault(id, List.of()).stream()
                        .map(test -> selectClass(test))
                        .toList())
                .build();
        System.setProperty(Judge.BUNDLE, bundle.toString());
        try {
            launcher.execute(request, summary);
        } finally {
            System.clearProperty(Judge.BUNDLE);
        }
        return summary.getSummary().getTotalFailureCount() == 0;
    }

    private void findTests() throws IOException, ClassNotFoundException {
        Path classes = Path.of("target/test-classes/dev/vedette/rules");
        try (Stream<Path> all = Files.list(classes)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".class")).toList()) {
                Class<?> test = Class.forName(
                        "dev.vedette.rules." + file.getFileName().toString().replace(".class", ""));
                RuleTest rule = test.getAnnotation(RuleTest.class);
                if (rule != null) {
                    tests.computeIfAbsent(rule.value(), unused -> new ArrayList<>())
                            .add(test);
                }
            }
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(RULES)) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }
}
