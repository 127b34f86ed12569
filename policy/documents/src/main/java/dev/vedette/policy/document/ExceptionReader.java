package dev.vedette.policy.document;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.yaml.LocatedNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the exceptions of one document. */
record ExceptionReader(String policy, Scope scope, RuleIds rules, Problems problems) {
    static final String IMAGE_LAYER = "image";
    static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    Optional<PolicyException> read(LocatedNode item) {
        Fields fields = Fields.of(item, PolicyShape.EXCEPTION, problems);
        Optional<Glob> rule = fields.text("rule")
                .flatMap(t -> rules.pattern(t, fields.get("rule").orElse(item), problems));
        Optional<String> reason = fields.text("reason");
        Optional<LocalDate> expires = fields.choice("expires", CalendarDate::parse, List.of("2027-01-31"));
        Optional<Glob> workload = fields.text("workload").map(Glob::new);
        Optional<Glob> image = fields.text("image").map(Glob::new);
        Optional<String> digest = fields.choice(
                "digest",
                d -> Optional.of(d).filter(t -> DIGEST.matcher(t).matches()),
                List.of("sha256:<64 hex digits>"));
        Optional<Glob> executable = fields.get("executable").flatMap(this::executable);
        Optional<String> owner = fields.text("owner");
        if (workload.isEmpty() && image.isEmpty() && digest.isEmpty() && executable.isEmpty()) {
            problems.at(
                    item,
                    "An exception must say for what: give it a workload, an image, a digest or an executable of the image.");
            return Optional.empty();
        }
        if (rule.isEmpty() || reason.isEmpty() || expires.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PolicyException(
                policy,
                scope,
                rule.get(),
                workload.orElse(null),
                image.orElse(null),
                digest.orElse(null),
                executable.orElse(null),
                reason.get(),
                expires.get(),
                owner.orElse("")));
    }

    private Optional<Glob> executable(LocatedNode node) {
        Fields fields = Fields.of(node, PolicyShape.EXECUTABLE, problems);
        fields.choice("layer", l -> Optional.of(l).filter(IMAGE_LAYER::equals), List.of(IMAGE_LAYER));
        Optional<String> path = fields.text("path");
        if (path.isPresent() && !path.get().startsWith("/")) {
            problems.at(fields.get("path").orElse(node), "The path of an executable must begin with a slash.");
            return Optional.empty();
        }
        return path.map(Glob::new);
    }
}
