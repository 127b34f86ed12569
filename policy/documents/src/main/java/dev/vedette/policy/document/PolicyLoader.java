package dev.vedette.policy.document;

import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads policy documents, all or none: one bad document refuses the whole set, so that nobody runs with half of what he
 * wrote. Immutable and thread-safe.
 */
public final class PolicyLoader {
    private static final String DEFAULTS = "policies/default.yaml";
    /** How the names of files end that hold tests of policies and rules. */
    public static final String TESTS = ".test.yaml";

    private static final int MAX_FILES = 500;

    private final RuleIds rules;

    /** @param rules the rules that are loaded; documents can't speak of others */
    public PolicyLoader(Collection<RuleInfo> rules) {
        this.rules = new RuleIds(rules);
    }

    /**
     * Reads one file, or all {@code *.yaml}, {@code *.yml} and {@code *.json} of a directory, apart from hidden ones and from
     * tests ({@code *.test.yaml}), which may lie beside what they test.
     */
    public LoadedPolicies load(Path fileOrDirectory) {
        Reading reading = new Reading();
        try {
            List<Path> files = files(fileOrDirectory);
            if (files.size() > MAX_FILES) {
                reading.problems.in(fileOrDirectory.toString());
                reading.problems.whole("The directory holds more than " + MAX_FILES + " documents.");
            } else {
                files.forEach(reading::file);
            }
        } catch (IOException e) {
            reading.problems.in(fileOrDirectory.toString());
            reading.problems.whole(unreadable(e));
        }
        return reading.result();
    }

    /** Reads a text; {@code file} is for messages. */
    public LoadedPolicies parse(String file, String text) {
        Reading reading = new Reading();
        reading.stream(file, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return reading.result();
    }

    /**
     * Reads one object of a cluster. What is wrong is said with its field, as {@code spec.responses[0].action}.
     *
     * @param object its name, for messages
     * @param text one document
     */
    public LoadedPolicies parseObject(String object, String text) {
        Reading reading = new Reading();
        reading.problems.inObject(object);
        reading.documents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return reading.result();
    }

    /** Reads the policies that hold as long as nobody gives others: a resource of the rules. */
    public LoadedPolicies defaults(ClassLoader loader) {
        Reading reading = new Reading();
        try (InputStream in = loader.getResourceAsStream(DEFAULTS)) {
            reading.stream(DEFAULTS, in == null ? InputStream.nullInputStream() : in);
        } catch (IOException e) {
            reading.problems.whole(unreadable(e));
        }
        return reading.result();
    }

    private static List<Path> files(Path fileOrDirectory) throws IOException {
        if (!Files.isDirectory(fileOrDirectory)) {
            return List.of(fileOrDirectory);
        }
        try (Stream<Path> files = Files.list(fileOrDirectory)) {
            return files.filter(PolicyLoader::isDocument).sorted().toList();
        }
    }

    private static boolean isDocument(Path file) {
        String name = file.getFileName().toString();
        boolean document = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
        return document && !name.startsWith(".") && !name.endsWith(TESTS);
    }

    private static String unreadable(IOException e) {
        return e instanceof NoSuchFileException
                ? "There is no such file; check the path."
                : "It can't be read; check its rights.";
    }

    /** The documents of one call. */
    private final class Reading {
        private final Problems problems = new Problems();
        private final List<PolicyStatement> statements = new ArrayList<>();
        private final List<PolicyException> exceptions = new ArrayList<>();
        private final List<ParameterOverride> parameters = new ArrayList<>();
        private final List<DenyRule> denials = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final Set<String> taken = new HashSet<>();

        void file(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                stream(file.toString(), in);
            } catch (IOException e) {
                problems.in(file.toString());
                problems.whole(unreadable(e));
            }
        }

        void stream(String file, InputStream in) {
            problems.in(file);
            documents(in);
        }

        void documents(InputStream in) {
            try {
                YamlReader.read(in).forEach(this::document);
            } catch (YamlException e) {
                problems.syntax(e);
            } catch (IOException e) {
                problems.whole(unreadable(e));
            }
        }

        private void document(LocatedNode root) {
            PolicyDocument document = PolicyDocument.read(root, rules, problems);
            if (!document.name().isEmpty() && !taken.add(document.name())) {
                problems.at(root, "There is a policy " + Problems.quote(document.name()) + " already; rename one.");
            }
            names.add(document.name());
            statements.addAll(document.statements());
            exceptions.addAll(document.exceptions());
            parameters.addAll(document.parameters());
            denials.addAll(document.denials());
        }

        LoadedPolicies result() {
            return problems.found().isEmpty()
                    ? new LoadedPolicies.Accepted(new PolicySet(statements, exceptions, parameters, denials), names)
                    : new LoadedPolicies.Refused(problems.found());
        }
    }
}
