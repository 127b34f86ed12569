package dev.vedette.benchmarks.noise;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a sensor has told of containers. */
record Noise(List<Finding> findings) {
    private static final String MARK = "\"type\":\"finding\"";

    /** Findings that are alike to whoever reads them. */
    record Kind(String rule, Severity severity, String title) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::rule).thenComparing(Kind::severity).thenComparing(Kind::title);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    /** Reads a sensor's file of findings. What is told again, as when a container is named at last, is as it was told last. */
    static Noise read(Path file) throws IOException {
        FindingJson json = new FindingJson();
        Map<String, Finding> byId = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> line.contains(MARK))
                    .map(line -> json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)))
                    .filter(finding -> !finding.container().onHost())
                    .forEach(finding -> byId.put(finding.id(), finding));
        }
        return new Noise(List.copyOf(byId.values()));
    }

    TreeMap<Kind, List<Finding>> byKind() {
        return findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> new Kind(finding.ruleId(), finding.severity(), finding.title()),
                        TreeMap::new,
                        Collectors.toList()));
    }

    /** Whether it says how things stand, which is so whatever the workload does: isolation, images, the node. */
    static boolean isPosture(Finding finding) {
        String rule = finding.ruleId();
        return (rule.startsWith("VDT-1") && !rule.equals("VDT-1050"))
                || rule.startsWith("VDT-6")
                || rule.startsWith("VDT-7");
    }
}
