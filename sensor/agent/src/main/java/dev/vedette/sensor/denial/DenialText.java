package dev.vedette.sensor.denial;

import dev.vedette.policy.model.DenyRule;
import java.util.ArrayList;
import java.util.List;

/** A rule in words. */
final class DenialText {
    private DenialText() {}

    /** For example {@code exec of nc, from added (enforce, policy web, until 2027-01-31)}. */
    static String of(DenyRule rule) {
        List<String> objects = new ArrayList<>();
        rule.paths().forEach(objects::add);
        rule.names().forEach(objects::add);
        rule.sources().forEach(source -> objects.add("files " + source));
        rule.networks().forEach(objects::add);
        rule.except().forEach(network -> objects.add("not " + network));
        rule.ports().forEach(port -> objects.add("port " + port));
        objects.addAll(rule.fileSystems());
        objects.addAll(rule.devices());
        objects.addAll(rule.settings());
        String what = objects.isEmpty() ? "" : " of " + String.join(", ", objects);
        String until = rule.expires() == null ? "" : ", until " + rule.expires();
        return rule.action().label() + what + " (" + rule.mode().label() + ", policy " + rule.policy() + until + ")";
    }
}
