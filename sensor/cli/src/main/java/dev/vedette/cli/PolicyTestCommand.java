package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.RuleProblem;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.testing.PolicyTest;
import dev.vedette.policy.testing.PolicyTestFiles;
import dev.vedette.policy.testing.PolicyTestReader;
import dev.vedette.policy.testing.PolicyTestResult;
import dev.vedette.policy.testing.PolicyTestRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests of rules and policies. */
@Command(
        name = "test",
        description =
                "Run tests of rules and policies (*.test.yaml): facts in, findings out. Rules (*.drl) in the folder"
                        + " are compiled first, unless --bundle names them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit: 0 all passed, 1 some failed, 2 they could not be run.",
            "",
            "Examples:",
            "  vedette policy test my-rules/                              rules of your own",
            "  vedette policy test my-rules/ --bundle my-rules.jar        the same as they were built",
            "  vedette policy test tests/ --policies policies/            what policies make of findings"
        })
final class PolicyTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|DIR", description = "Where the tests are.")
    private Path tests;

    @Mixin
    private PolicyOptions policies;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (OpenThings open = new OpenThings()) {
            List<RuleBundle> rules = new ArrayList<>(policies.rules(open));
            if (policies.bundles().isEmpty() && hasRules()) {
                rules.add(open.add(compiled()));
            }
            RuleCatalog catalog = RuleCatalog.of(rules);
            PolicyTestFiles files = new PolicyTestReader(catalog.all()).read(tests);
            if (!files.problems().isEmpty()) {
                throw new CommandFailed("the tests cannot be read:", files.problems());
            }
            if (files.tests().isEmpty()) {
                throw new CommandFailed(
                        "there is no test (*.test.yaml) in " + tests + "; 'vedette policy new' makes one");
            }
            return run(files.tests(), new PolicyTestRunner(rules), new Documents(catalog, policies.policies(catalog)));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private int run(List<PolicyTest> all, PolicyTestRunner runner, Documents documents) throws BundleException {
        PrintWriter out = spec.commandLine().getOut();
        int failed = 0;
        Path file = null;
        for (PolicyTest test : all) {
            if (!test.file().equals(file)) {
                file = test.file();
                out.println(file);
            }
            PolicyTestResult result = runner.run(test, documents.of(test));
            failed += result.passed() ? 0 : 1;
            out.println(
                    result.passed()
                            ? "  passed  " + test.name()
                            : "  FAILED  " + test.name() + " (" + test.place() + ")");
            result.differences().forEach(difference -> out.println("            " + difference));
        }
        out.println((all.size() == 1 ? "1 test" : all.size() + " tests")
                + (failed == 0 ? ", all passed" : ", " + failed + " failed"));
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    /** The policies by which tests are judged, each document read once. */
    private record Documents(RuleCatalog catalog, PolicySet usual, Map<Path, PolicySet> read) {
        Documents(RuleCatalog catalog, PolicySet usual) {
            this(catalog, usual, new HashMap<>());
        }

        PolicySet of(PolicyTest test) {
            return test.policies()
                    .map(path -> read.computeIfAbsent(path, p -> PolicyOptions.read(p, catalog)))
                    .orElse(usual);
        }
    }

    private boolean hasRules() throws IOException {
        if (!Files.isDirectory(tests)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            return files.anyMatch(file -> file.toString().endsWith(".drl"));
        }
    }

    private RuleBundle compiled() throws IOException, BundleException {
        Path jar = Files.createTempFile("vedette-rules", ".jar");
        try {
            List<RuleProblem> problems = PolicyCommand.compiler("test").compile(tests, jar);
            if (!problems.isEmpty()) {
                throw new CommandFailed("the rules cannot be compiled:", problems);
            }
            return RuleBundle.open(jar);
        } finally {
            // What was opened stays readable.
            Files.deleteIfExists(jar);
        }
    }
}
