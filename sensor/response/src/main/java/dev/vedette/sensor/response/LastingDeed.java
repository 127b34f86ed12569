package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Carries out a step that lasts: kept first, then done, and forgotten again if it could not be done. */
record LastingDeed(LastingStep step, StandingResponses standing) {
    Effect carryOut(Order order, ResponseOutcome asked) {
        try {
            Optional<Standing> before = order.action() == ResponseAction.DENY
                    ? Optional.empty()
                    : standing.of(order.container().id(), order.action());
            if (before.isPresent()) {
                if (step.inForce(order.container(), before.get().plan())) {
                    return Effect.verified(
                            "",
                            "it is in force already, by response "
                                    + before.get().id());
                }
                // Else what is left of it would be taken for what was there before.
                var unused = step.undo(order.container(), before.get().plan());
                standing.remove(before.get().id());
            }
            Deadline deadline =
                    Deadline.after(order.options().lasts(), asked.trail().untilEpochNanos(), BootMoment.now());
            Map<String, String> kept = new HashMap<>(step.plan(order).kept());
            order.victim().ifPresent(victim -> victim.keep(kept));
            Standing one = new Standing(asked, kept, deadline);
            Optional<String> notKept = standing.add(one);
            Effect effect = step.apply(order.container(), one.plan());
            if (!effect.done()) {
                standing.remove(one.id());
            }
            return notKept.isEmpty()
                    ? effect
                    : new Effect(
                            effect.status(),
                            effect.how(),
                            effect.detail() + "; it must be undone before the sensor ends, since " + notKept.get(),
                            effect.done());
        } catch (IOException e) {
            return Effect.of("", e);
        }
    }
}
