package dev.vedette.policy.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.AdmissionDecision.Asked;
import dev.vedette.policy.model.AdmissionDecision.Asker;
import dev.vedette.policy.model.AdmissionDecision.Effect;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.model.AdmissionDecision.Outcome;
import dev.vedette.policy.model.Severity;
import java.time.Duration;

/** Writes and reads what the webhook decided; described by {@code decision.schema.json} beside this class. */
final class DecisionJson {
    private static final long NANOS_PER_MICRO = 1_000;

    private DecisionJson() {}

    static void write(AdmissionDecision decision, ObjectNode to) {
        to.put("uid", decision.uid());
        to.put("outcome", JsonFields.label(decision.outcome()));
        to.put("allowed", decision.allowed());
        to.put("node", decision.node());
        to.put("time", JsonFields.isoTime(decision.epochNanos()));
        to.put("tookMicros", decision.took().toNanos() / NANOS_PER_MICRO);
        to.put("user", decision.asker().user());
        decision.asker().groups().forEach(to.putArray("groups")::add);
        Asked asked = decision.asked();
        to.put("operation", asked.operation());
        to.put("kind", asked.kind());
        to.put("subResource", asked.subResource());
        to.put("namespace", asked.namespace());
        to.put("name", asked.name());
        to.put("digest", asked.digest());
        ArrayNode grounds = to.putArray("grounds");
        decision.grounds().forEach(ground -> write(ground, grounds.addObject()));
        to.put("groundsLeftOut", decision.groundsLeftOut());
        to.put("unjudged", decision.unjudged());
        to.put("exempt", decision.exempt());
    }

    private static void write(Ground ground, ObjectNode to) {
        to.put("check", ground.check());
        to.put("title", ground.title());
        to.put("severity", ground.severity().label());
        to.put("effect", JsonFields.label(ground.effect()));
        to.put("container", ground.container());
        to.put("pointer", ground.pointer());
    }

    static AdmissionDecision read(JsonFields from) {
        return new AdmissionDecision(
                from.requiredText("uid"),
                from.constant("outcome", Outcome.class),
                from.flag("allowed"),
                new Asker(from.text("user"), from.texts("groups")),
                new Asked(
                        from.text("operation"),
                        from.text("kind"),
                        from.text("subResource"),
                        from.text("namespace"),
                        from.text("name"),
                        from.text("digest")),
                from.objects("grounds").stream().map(DecisionJson::ground).toList(),
                (int) from.number("groundsLeftOut", 0),
                from.text("unjudged"),
                from.text("exempt"),
                from.text("node"),
                Duration.ofNanos(from.number("tookMicros", 0) * NANOS_PER_MICRO),
                from.epochNanos("time"));
    }

    private static Ground ground(JsonFields from) {
        return new Ground(
                from.requiredText("check"),
                from.text("title"),
                from.constant("severity", Severity.class),
                from.constant("effect", Effect.class),
                from.text("container"),
                from.text("pointer"));
    }
}
