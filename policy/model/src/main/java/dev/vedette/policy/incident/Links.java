package dev.vedette.policy.incident;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What findings have in common that belong together: each link is a text, and two findings with the same one are related. */
final class Links {
    /** How a finding says that the node itself was reached. */
    static final String HOST = "host";

    /** Evidence by which rules name the container that something was done to. */
    private static final String REACHED = "target container";

    /** Of the node's processes everybody descends from the first one, and most from a service: near ones count. */
    private static final int NEAR = 5;

    private Links() {}

    /**
     * Containers and processes are named with their node: the same name elsewhere is another one. What replicas of a
     * workload tell alike is one story on however many nodes, if it is more than information.
     */
    static Set<String> of(Finding finding) {
        Set<String> links = new LinkedHashSet<>();
        Container container = finding.container();
        if (container.onHost()) {
            near(finding.process()).forEach(process -> links.add(on(finding, "process", process)));
        } else {
            // By its id too: at first it may have no name yet.
            links.add(on(finding, "id", container.id()));
        }
        places(finding).forEach(place -> links.add(on(finding, "container", place)));
        if (!container.pod().workload().isEmpty() && finding.severity() != Severity.INFO) {
            links.add(String.join("\n", "workload", container.workloadKey(), finding.ruleId()));
        }
        return links;
    }

    /** The container of a finding, and the one that it reached into; nothing for the node, which all have in common. */
    static List<String> places(Finding finding) {
        List<String> places = new ArrayList<>();
        if (!finding.container().onHost()) {
            places.add(finding.container().displayName());
        }
        String reached = reached(finding);
        if (!reached.isEmpty() && !reached.equals(HOST)) {
            places.add(reached);
        }
        return places;
    }

    /** The container that something was done to, {@link #HOST} for the node, "" where there is none. */
    static String reached(Finding finding) {
        return finding.evidence().getOrDefault(REACHED, "");
    }

    private static String on(Finding finding, String kind, String name) {
        return String.join("\n", kind, finding.node(), name);
    }

    private static Stream<String> near(ProcessInfo process) {
        return Stream.concat(Stream.of(process), process.ancestors().stream().limit(NEAR))
                .filter(each -> each.pid() > 1)
                .map(each -> each.pid() + " " + each.id().startBootNanos());
    }
}
