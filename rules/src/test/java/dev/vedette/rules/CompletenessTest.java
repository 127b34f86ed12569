package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.RuleInfo;
import dev.vedette.rules.fixtures.Judge;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompletenessTest {
    private static final Path RULES = Path.of("src/main/resources/dev/vedette/rules");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        assertThat(names(".drl")).isNotEmpty().isEqualTo(names(".md"));
    }

    @Test
    void everyFilesNameBeginsWithTheIdOfItsRuleAndPage() throws IOException {
        Set<String> ids =
                JUDGE.engine().catalog().all().stream().map(RuleInfo::id).collect(Collectors.toSet());

        assertThat(ids).isEqualTo(idsOfFiles());
        for (String name : names(".drl")) {
            assertThat(Files.readString(RULES.resolve(name + ".drl")))
                    .contains("rule \"" + id(name) + "\"", "Detection.of(\"" + id(name) + "\"");
        }
    }

    @Test
    void everyPageSaysAllThatAPageMustSay() {
        assertThat(JUDGE.engine().catalog().all()).allSatisfy(rule -> {
            assertThat(rule.title()).as(rule.id()).isNotBlank();
            assertThat(rule.techniques()).as(rule.id()).isNotEmpty();
            assertThat(rule.techniques()).allMatch(t -> t.matches("T[0-9]{4}(\\.[0-9]{3})?"));
            assertThat(rule.page().lines().filter(line -> line.startsWith("## ")))
                    .as(rule.id())
                    .containsExactly(
                            "## What it means",
                            "## What is seen",
                            "## Evasions caught",
                            "## Benign causes",
                            "## What to do");
        });
    }

    /** Reads of other files never leave the kernel, so that such a name would be watched for in vain. */
    @Test
    void everyFileWhoseReadingCountsIsNamedWithoutAPatternOrLookedUpOnTheNode() {
        assertThat(JUDGE.engine().catalog().all())
                .allSatisfy(rule -> assertThat(lastNames(rule, "credential-names", "read-names"))
                        .as(rule.id())
                        .doesNotContain("")
                        .allSatisfy(name -> assertThat(!name.contains("*")
                                        || lastNames(rule, "rotated-files").contains(name))
                                .as(name)
                                .isTrue()));
    }

    private static Set<String> lastNames(RuleInfo rule, String... parameters) {
        return Stream.of(parameters)
                .flatMap(list -> rule.parameters().getOrDefault(list, List.of()).stream())
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyRuleHasATest() throws Exception {
        assertThat(testedRules()).isEqualTo(idsOfFiles());
    }

    private static Set<String> idsOfFiles() throws IOException {
        return names(".drl").stream().map(CompletenessTest::id).collect(Collectors.toSet());
    }

    private static Set<String> names(String extension) throws IOException {
        try (Stream<Path> files = Files.list(RULES)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(extension))
                    .map(f -> f.substring(0, f.length() - extension.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** {@code VDT-2002} of {@code VDT-2002-core-pattern}. */
    private static String id(String name) {
        return name.substring(0, name.indexOf('-', "VDT-".length()));
    }

    private static Set<String> testedRules() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(Objects.requireNonNull(CompletenessTest.class.getResource("."), "no classes")
                .toURI());
        Set<String> rules = new TreeSet<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                RuleTest test = Class.forName(
                                "dev.vedette.rules." + name, false, CompletenessTest.class.getClassLoader())
                        .getAnnotation(RuleTest.class);
                if (test != null) {
                    rules.add(test.value());
                }
            }
        }
        return rules;
    }
}
