package dev.vedette.sensor.report;

import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.config.ConfigProblem;
import java.util.List;
import java.util.Set;

/**
 * The last look at how the node stands.
 *
 * @param epochNanos when, 0: there was none yet
 * @param holding what was seen, as of no time
 * @param problems what could not be read
 */
public record PostureLooks(long epochNanos, Set<NodePosture> holding, List<ConfigProblem> problems) {
    /** Before the first. */
    public static final PostureLooks NONE_YET = new PostureLooks(0, Set.of(), List.of());

    public PostureLooks {
        holding = Set.copyOf(holding);
        problems = List.copyOf(problems);
    }
}
