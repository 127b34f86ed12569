package dev.vedette.sensor.posture;

import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all of a node's posture, one check after the other. One that fails is told and costs no other its say. For one
 * thread at a time.
 */
public final class NodeInspection {
    private static final Logger LOG = LoggerFactory.getLogger(NodeInspection.class);

    private final NodeRoot root;
    private final List<PostureCheck> checks;
    private final InstantSource clock;

    public NodeInspection(NodeRoot root, List<PostureCheck> checks, InstantSource clock) {
        this.root = root;
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /**
     * What one inspection found.
     *
     * @param facts for the rules
     * @param problems what could not be read, and what is not known by it
     */
    public record Report(List<NodePosture> facts, List<ConfigProblem> problems) {
        public Report {
            facts = List.copyOf(facts);
            problems = List.copyOf(problems);
        }
    }

    public Report inspect() {
        PostureLook look = new PostureLook(root, clock.millis() * 1_000_000L);
        for (PostureCheck check : checks) {
            try {
                check.look(look);
            } catch (RuntimeException e) {
                LOG.warn("The check of {} failed: {}", check.name(), e.toString());
                look.problem(new ConfigProblem(
                        check.name(), 0, 0, "the check failed (" + e + ")", "whether anything is wrong there"));
            }
        }
        return new Report(look.facts(), look.problems());
    }
}
