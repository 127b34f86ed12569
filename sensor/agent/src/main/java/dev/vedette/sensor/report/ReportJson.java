package dev.vedette.sensor.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.Rung;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.posture.health.HealthItem;
import java.time.Duration;
import java.util.Locale;

/** The one form in which commands and the console say what is known of a node. Stateless. */
public final class ReportJson {
    private ReportJson() {}

    /** Fields: {@code id, severity, message, evidence, remedy}. */
    public static void posture(Finding finding, ObjectNode to) {
        to.put("id", finding.ruleId())
                .put("severity", finding.severity().label())
                .put("message", finding.message());
        ObjectNode evidence = to.putObject("evidence");
        finding.evidence().forEach((name, value) -> {
            if (!name.equals("remedy")) {
                evidence.put(name, value);
            }
        });
        to.put("remedy", finding.evidence().getOrDefault("remedy", ""));
    }

    /** Fields: {@code name, state, value, advice}. */
    public static void health(HealthItem item, ObjectNode to) {
        to.put("name", item.name())
                .put("state", item.state().label())
                .put("value", item.value())
                .put("advice", item.advice());
    }

    /** Fields: {@code file, line, column, problem, notKnown}. */
    public static void problem(ConfigProblem problem, ObjectNode to) {
        to.put("file", problem.file())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("problem", problem.message())
                .put("notKnown", problem.notKnown());
    }

    /**
     * Fields: {@code container, containerId, image, registry, digest, signature, signedBy, layers, encryptedLayers, mirrors},
     * and {@code ageDays} where the image says when it was built.
     */
    public static void image(ImageObserved image, ObjectNode to) {
        to.put("container", image.container().displayName())
                .put("containerId", image.container().id())
                .put("image", image.name().toString())
                .put("registry", image.name().registry())
                .put("digest", image.digests().isEmpty() ? "" : image.digests().getFirst())
                .put("signature", image.signature().state().name().toLowerCase(Locale.ROOT))
                .put("signedBy", image.signature().by())
                .put("layers", image.content().layers())
                .put("encryptedLayers", image.content().encryptedLayers());
        if (image.content().createdEpochNanos() > 0) {
            to.put(
                    "ageDays",
                    Duration.ofNanos(image.epochNanos() - image.content().createdEpochNanos())
                            .toDays());
        }
        image.mirrors().forEach(to.putArray("mirrors")::add);
    }

    /** Fields: {@code fact, rung, canDeny, limit, why}; {@code rung} is {@code none} where it is not told. */
    public static void fact(FactStatus fact, ObjectNode to) {
        to.put("fact", fact.fact())
                .put("rung", fact.rung().map(Rung::label).orElse("none"))
                .put("canDeny", fact.canDeny())
                .put("limit", fact.limit())
                .put("why", fact.why());
    }

    /** Fields: {@code probe, hook, why}. */
    public static void missing(ProbeStatus probe, ObjectNode to) {
        to.put("probe", probe.name()).put("hook", probe.hook()).put("why", probe.why());
    }
}
