package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Finding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has the kernel refuse to one container what a finding was about, or whole kinds of action. Thread-safe. */
record ContainerDenial(Denials denials) implements LastingStep {
    private static final String HOW = "the kernel's tables of denials";
    private static final String ID = "id";
    private static final String RULE = "rule.";

    @Override
    public Plan plan(Order order) throws IOException {
        List<DeniedObject> objects = order.options().denied().isEmpty()
                ? ofFinding(order.finding())
                : order.options().denied().stream().map(DeniedObject::all).toList();
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put(ID, order.id());
        if (!order.options().lasts().isZero()) {
            Instant end = Instant.now().plus(order.options().lasts());
            long epochNanos = end.getEpochSecond() * 1_000_000_000L + end.getNano();
            kept.putAll(Deadline.after(order.options().lasts(), epochNanos, BootMoment.now())
                    .written());
        }
        for (int i = 0; i < objects.size(); i++) {
            kept.put(RULE + i, objects.get(i).written());
        }
        return new Plan(
                "have the kernel refuse "
                        + String.join(
                                ", ", objects.stream().map(DeniedObject::words).toList()),
                kept);
    }

    private static List<DeniedObject> ofFinding(Finding finding) throws IOException {
        List<DeniedObject> objects = finding == null ? List.of() : DeniedObject.of(finding);
        if (objects.isEmpty()) {
            throw new IOException("it is not clear what to deny: "
                    + (finding == null
                            ? "name it with --deny "
                            : finding.ruleId() + " names no object that can be denied;"
                                    + " say in the policy's 'deny' what is to be denied: ")
                    + String.join(
                            ", ",
                            Arrays.stream(DeniedAction.values())
                                    .map(DeniedAction::label)
                                    .toList()));
        }
        return objects;
    }

    @Override
    public Effect apply(Container container, Map<String, String> plan) {
        List<DenyRule> rules = rules(plan);
        try {
            String limits = denials.order(plan.get(ID), container, rules, until(plan));
            return denials.inForce(plan.get(ID), container)
                    ? Effect.verified(
                            HOW, "the kernel refuses " + words(plan) + (limits.isEmpty() ? "" : " (" + limits + ")"))
                    : Effect.withoutEffect(HOW, "the kernel has not taken it");
        } catch (IOException e) {
            return Effect.of(HOW, e);
        }
    }

    @Override
    public Effect undo(Container container, Map<String, String> plan) {
        denials.lift(plan.get(ID), container);
        return Effect.verified(HOW, "refused no more by this response: " + words(plan));
    }

    @Override
    public boolean inForce(Container container, Map<String, String> plan) {
        return denials.inForce(plan.get(ID), container);
    }

    private static Instant until(Map<String, String> plan) {
        return Deadline.read(plan).timeOfDay(BootMoment.now(), Instant.now());
    }

    private static List<DenyRule> rules(Map<String, String> plan) {
        return objects(plan).stream().map(DeniedObject::rule).toList();
    }

    private static String words(Map<String, String> plan) {
        return String.join(", ", objects(plan).stream().map(DeniedObject::words).toList());
    }

    private static List<DeniedObject> objects(Map<String, String> plan) {
        List<DeniedObject> objects = new ArrayList<>();
        for (int i = 0; plan.containsKey(RULE + i); i++) {
            objects.add(DeniedObject.read(plan.get(RULE + i)));
        }
        return objects;
    }
}
