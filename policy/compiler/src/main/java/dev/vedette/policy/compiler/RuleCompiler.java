package dev.vedette.policy.compiler;

import dev.vedette.policy.engine.BundleBuilder;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleProblem;
import dev.vedette.policy.model.RuleInfo;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles DRL with its pages to a bundle that the engine loads without a compiler.
 *
 * <p>The bundle is the same, byte for byte, for the same sources. Not thread-safe: the Drools compiler keeps
 * what it builds in one place for the whole process.
 */
public final class RuleCompiler implements BundleBuilder {
    @Override
    public List<RuleProblem> compile(Path sources, Path bundle, Optional<PrivateKey> key) throws IOException {
        Map<String, String> rules = read(sources, ".drl");
        if (rules.isEmpty()) {
            return List.of(new RuleProblem(sources.toString(), 0, "There is no rule (*.drl) here."));
        }
        DroolsBuild build = DroolsBuild.of(rules);
        if (!build.succeeded()) {
            return explain(build, rules);
        }
        Path parent = bundle.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(parent, ".bundle", ".jar");
        try {
            BundleWriter.write(build.module().orElseThrow(), read(sources, ".md"), key, draft);
            List<RuleProblem> problems = check(draft, sources, rules);
            if (problems.isEmpty()) {
                Files.move(draft, bundle, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            return problems;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Errors in what the compiler makes of rules don't name the rule: then each file is compiled by itself. */
    private static List<RuleProblem> explain(DroolsBuild build, Map<String, String> rules) {
        List<RuleProblem> problems = new ArrayList<>();
        if (rules.size() > 1) {
            for (Map.Entry<String, String> rule : rules.entrySet()) {
                Map<String, String> alone = Map.of(rule.getKey(), rule.getValue());
                DroolsBuild one = DroolsBuild.of(alone);
                if (!one.succeeded()) {
                    problems.addAll(Explanation.of(one, alone));
                }
            }
        }
        return problems.isEmpty() ? Explanation.of(build, rules) : problems;
    }

    private static List<RuleProblem> check(Path draft, Path sources, Map<String, String> rules) {
        try (RuleBundle bundle = RuleBundle.open(draft)) {
            Set<String> ids = bundle.pages().stream().map(RuleInfo::id).collect(Collectors.toSet());
            List<RuleProblem> problems = new ArrayList<>();
            for (String rule : bundle.detectionRules()) {
                String id = rule.split(" ", 2)[0];
                if (!ids.contains(id)) {
                    problems.add(withoutPage(rule, id, rules));
                }
            }
            return problems;
        } catch (BundleException e) {
            return List.of(new RuleProblem(sources.toString(), 0, e.getMessage()));
        }
    }

    private static RuleProblem withoutPage(String rule, String id, Map<String, String> rules) {
        String message = "Rule " + id + " has no page: put " + id + "-….md beside it, with the id in its front matter.";
        for (Map.Entry<String, String> file : rules.entrySet()) {
            int at = file.getValue().indexOf('"' + rule + '"');
            if (at >= 0) {
                long before = file.getValue().substring(0, at).lines().count();
                return new RuleProblem(file.getKey(), Math.toIntExact(before), message);
            }
        }
        return new RuleProblem("", 0, message);
    }

    private static Map<String, String> read(Path top, String ending) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                try {
                    texts.put(top.relativize(file).toString(), Files.readString(file));
                } catch (CharacterCodingException e) {
                    throw new IOException(file + " is not UTF-8 text.", e);
                }
            }
        }
        return texts;
    }
}
