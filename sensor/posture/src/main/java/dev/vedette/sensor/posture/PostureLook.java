package dev.vedette.sensor.posture;

import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.config.TomlReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One look at a node: where it is seen, and what was found. For one thread. */
public final class PostureLook {
    private final NodeRoot root;
    private final long epochNanos;
    private final TomlReader toml;
    private final List<NodePosture> facts = new ArrayList<>();
    private final Set<ConfigProblem> problems = new LinkedHashSet<>();

    public PostureLook(NodeRoot root, long epochNanos) {
        this.root = root;
        this.epochNanos = epochNanos;
        this.toml = new TomlReader(root);
    }

    public NodeRoot root() {
        return root;
    }

    public TomlReader toml() {
        return toml;
    }

    /** When this look began. */
    public long epochNanos() {
        return epochNanos;
    }

    public void found(NodePosture fact) {
        facts.add(fact);
    }

    /** Tells of something that could not be read. The same problem is kept once, however many checks meet it. */
    public void problem(ConfigProblem problem) {
        problems.add(problem);
    }

    public List<NodePosture> facts() {
        return List.copyOf(facts);
    }

    public List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    /** A setting that is in force. */
    public void setting(String component, String name, String value, String source, Map<String, String> context) {
        found(new dev.vedette.policy.model.NodeSetting(component, name, value, source, context, epochNanos));
    }
}
