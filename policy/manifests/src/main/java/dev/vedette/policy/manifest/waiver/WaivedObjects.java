package dev.vedette.policy.manifest.waiver;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which objects, containers and fields a waiver of a file is for: patterns that all have to fit, at least one. */
record WaivedObjects(Map<Part, Glob> patterns) implements Waiver.Reach {
    /** What of a finding a pattern is held against. */
    enum Part {
        FILE,
        KIND,
        NAMESPACE,
        NAME,
        CONTAINER,
        PATH;

        String of(ScanFinding finding) {
            return switch (this) {
                case FILE -> finding.path();
                case KIND -> finding.place().kind();
                case NAMESPACE -> finding.place().namespace();
                case NAME -> finding.place().name();
                case CONTAINER -> finding.container();
                case PATH -> finding.place().pointer();
            };
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final PolicyShape SHAPE = new PolicyShape(
            "where", List.of(), Stream.of(Part.values()).map(Part::key).toList());

    WaivedObjects {
        patterns = Map.copyOf(patterns);
    }

    static Optional<WaivedObjects> read(LocatedNode node, Problems problems) {
        Fields fields = Fields.of(node, SHAPE, problems);
        Map<Part, Glob> patterns = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            fields.text(part.key()).ifPresent(text -> patterns.put(part, new Glob(text)));
        }
        if (patterns.isEmpty()) {
            problems.at(
                    node,
                    "A waiver must say for what: give 'where' at least one of " + String.join(", ", SHAPE.optional())
                            + ".");
            return Optional.empty();
        }
        return Optional.of(new WaivedObjects(patterns));
    }

    @Override
    public boolean includes(ScanFinding finding) {
        return patterns.entrySet().stream()
                .allMatch(pattern -> pattern.getValue().matches(pattern.getKey().of(finding)));
    }
}
