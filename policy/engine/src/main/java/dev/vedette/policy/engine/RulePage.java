package dev.vedette.policy.engine;

import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a rule's page: Markdown below YAML front matter between two lines of {@code ---}. */
final class RulePage {
    private static final String FENCE = "---\n";

    private RulePage() {}

    /**
     * @param file for messages
     * @throws BundleException if the front matter lacks something or can't be read
     */
    static RuleInfo read(String file, String text) throws BundleException {
        String unix = text.replace("\r\n", "\n");
        int end = unix.startsWith(FENCE) ? unix.indexOf("\n" + FENCE, FENCE.length() - 1) : -1;
        if (end < 0) {
            throw new BundleException("Rule page " + file
                    + " has no front matter; begin it with id, title and severity between two '---' lines.");
        }
        LocatedNode front = frontMatter(file, unix.substring(FENCE.length(), end + 1));
        return new RuleInfo(
                required(file, front, "id"),
                required(file, front, "title"),
                severity(file, required(file, front, "severity")),
                texts(front.get("techniques").map(LocatedNode::elements).orElse(List.of())),
                flag(file, front, "host", "the rule judges the node's own processes too"),
                flag(file, front, "culprit", "the rule names who does harm to another"),
                parameters(file, front),
                unix.substring(end + 1 + FENCE.length()).strip());
    }

    private static LocatedNode frontMatter(String file, String yaml) throws BundleException {
        try {
            List<LocatedNode> documents = YamlReader.read(yaml);
            if (documents.size() == 1) {
                return documents.getFirst();
            }
            throw new BundleException(
                    "Rule page " + file + " has an empty front matter; it needs id, title and severity.");
        } catch (YamlException e) {
            throw new BundleException(
                    "Rule page " + file + ", line " + (e.line() + 1) + ": the front matter " + e.getMessage() + ".", e);
        }
    }

    private static String required(String file, LocatedNode front, String key) throws BundleException {
        return front.get(key)
                .flatMap(LocatedNode::text)
                .orElseThrow(
                        () -> new BundleException("Rule page " + file + " has no '" + key + "' in its front matter."));
    }

    private static Severity severity(String file, String label) throws BundleException {
        return Arrays.stream(Severity.values())
                .filter(s -> s.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BundleException("Rule page " + file + " has the severity '" + label
                        + "'; use info, low, medium, high or critical."));
    }

    private static boolean flag(String file, LocatedNode front, String key, String meaning) throws BundleException {
        String flag = front.get(key).flatMap(LocatedNode::text).orElse("false");
        if (!flag.equals("true") && !flag.equals("false")) {
            throw new BundleException("Rule page " + file + " has '" + key + ": " + flag + "'; use true if " + meaning
                    + ", otherwise leave it out.");
        }
        return flag.equals("true");
    }

    private static Map<String, List<String>> parameters(String file, LocatedNode front) throws BundleException {
        Map<String, List<String>> parameters = new TreeMap<>();
        LocatedNode given = front.get("parameters").orElse(null);
        if (given instanceof LocatedNode.Mapping mapping) {
            mapping.entries()
                    .forEach((name, e) -> parameters.put(name, texts(e.value().elements())));
        } else if (given != null) {
            throw new BundleException("Rule page " + file + " needs a mapping of lists as 'parameters'.");
        }
        return parameters;
    }

    private static List<String> texts(List<LocatedNode> nodes) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(n -> n.text().ifPresent(texts::add));
        return texts;
    }
}
