package dev.vedette.policy.testing;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.document.RuleIds;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads tests: all of a folder, or none and why. For one thread. */
public final class PolicyTestReader {
    static final String API_VERSION = "vedette.dev/v1alpha1";
    static final String KIND = "PolicyTest";

    static final PolicyShape DOCUMENT = new PolicyShape(
            "a file of tests",
            List.of("apiVersion", "kind", "tests"),
            List.of("rules", "policies", "container", "process"));
    static final PolicyShape TEST = new PolicyShape(
            "a test", List.of("name", "facts", "findings"), List.of("on", "container", "process", "policies"));

    private static final int MAX_TESTS = 1_000;
    private static final int MAX_FACTS = 10_000;
    private static final int MAX_RULES = 200;

    private final Forms forms = new Forms();
    private final FactTypes facts = new FactTypes(forms);
    private final RuleIds rules;
    private final Problems problems = new Problems();

    /** @param rules the rules that are loaded; tests can't speak of others */
    public PolicyTestReader(Collection<RuleInfo> rules) {
        this.rules = new RuleIds(rules);
    }

    /** Reads one file, or all below a folder whose names end in {@code .test.yaml}, hidden ones apart. */
    public PolicyTestFiles read(Path fileOrFolder) {
        List<PolicyTest> tests = new ArrayList<>();
        try {
            for (Path file : files(fileOrFolder)) {
                problems.in(file.toString());
                file(file, tests);
            }
        } catch (IOException e) {
            problems.in(fileOrFolder.toString());
            problems.whole(unreadable(e));
        }
        return new PolicyTestFiles(tests, problems.found());
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.walk(fileOrFolder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(PolicyLoader.TESTS) && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
        }
    }

    private static String unreadable(IOException e) {
        return e instanceof NoSuchFileException
                ? "There is no such file; check the path."
                : "It can't be read; check its rights.";
    }

    private void file(Path file, List<PolicyTest> tests) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (LocatedNode document : YamlReader.read(in)) {
                document(file, document, tests);
            }
        } catch (YamlException e) {
            problems.syntax(e);
        }
    }

    private void document(Path file, LocatedNode root, List<PolicyTest> tests) {
        Fields document = Fields.of(root, DOCUMENT, problems);
        document.choice("apiVersion", text -> Optional.of(text).filter(API_VERSION::equals), List.of(API_VERSION));
        document.choice("kind", text -> Optional.of(text).filter(KIND::equals), List.of(KIND));
        List<Glob> about = new ArrayList<>();
        for (LocatedNode item : document.list("rules", MAX_RULES)) {
            document.text(item)
                    .flatMap(text -> rules.pattern(text, item, problems))
                    .ifPresent(about::add);
        }
        Who who = who(document, new Who(Standards.CONTAINER, Standards.PROCESS));
        Optional<Path> policies = policies(file, document);
        Set<String> names = new HashSet<>();
        for (LocatedNode item : document.list("tests", MAX_TESTS)) {
            Fields test = Fields.of(item, TEST, problems);
            String name = test.text("name").orElse("");
            if (!name.isEmpty() && !names.add(name)) {
                problems.at(item, "There is a test " + Problems.quote(name) + " already; give it a name of its own.");
            }
            tests.add(new PolicyTest(
                    name,
                    file,
                    item.line(),
                    about.isEmpty() ? List.of(Glob.ANY) : about,
                    policies(file, test).or(() -> policies),
                    facts(test, who(test, who)),
                    test.get("findings")
                            .map(node -> new ExpectedReader(rules, problems).read(node))
                            .orElse(List.of())));
        }
    }

    /** Who acts where a fact does not say so. */
    private record Who(Container container, ProcessInfo process) {}

    private Who who(Fields fields, Who before) {
        return new Who(
                fields.get("container")
                        .flatMap(node -> forms.record(Container.class).read(node, before.container(), problems))
                        .orElse(before.container()),
                fields.get("process")
                        .flatMap(node -> forms.record(ProcessInfo.class).read(node, before.process(), problems))
                        .orElse(before.process()));
    }

    /** Policies are named from where the test stands. */
    private Optional<Path> policies(Path file, Fields fields) {
        return fields.text("policies").map(file.toAbsolutePath().getParent()::resolve);
    }

    private List<TimedFact> facts(Fields test, Who who) {
        Optional<LocalDate> day = test.choice("on", PolicyTestReader::date, List.of("2027-01-31"));
        List<TimedFact> told = new ArrayList<>();
        Scene scene = new Scene(who.container(), who.process(), Moment.on(day));
        for (LocatedNode item : test.list("facts", MAX_FACTS)) {
            Optional<TimedFact> fact = facts.read(item, scene, problems);
            fact.ifPresent(told::add);
            scene = fact.isPresent() ? scene.at(fact.get().moment()) : scene;
        }
        return told;
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(Moment::isPossible);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
