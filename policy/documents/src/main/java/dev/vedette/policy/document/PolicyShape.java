package dev.vedette.policy.document;

import dev.vedette.policy.model.ResponseOptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mapping of a policy document with its keys; {@code policy.schema.json} says the same to editors.
 *
 * @param title for people, with its article
 * @param required keys that must be there
 * @param optional keys that may be there
 */
public record PolicyShape(String title, List<String> required, List<String> optional) {
    static final PolicyShape DOCUMENT =
            new PolicyShape("a policy document", List.of("apiVersion", "kind", "metadata", "spec"), List.of());
    static final PolicyShape METADATA = new PolicyShape("metadata", List.of("name"), List.of("labels", "annotations"));
    static final PolicyShape SPEC = new PolicyShape(
            "spec", List.of(), List.of("mode", "scope", "rules", "parameters", "responses", "deny", "exceptions"));
    static final PolicyShape SCOPE =
            new PolicyShape("scope", List.of(), List.of("namespaces", "workloads", "images", "labels", "host"));
    static final PolicyShape RESPONSE = new PolicyShape(
            "a response",
            List.of("action"),
            Stream.concat(Stream.of("rule", "severity", "at", "within"), ResponseOptions.KEYS.stream())
                    .toList());
    static final PolicyShape DENIAL = new PolicyShape(
            "a denial",
            List.of("action"),
            List.of("paths", "names", "from", "to", "except", "ports", "types", "devices", "settings", "expires"));
    static final PolicyShape EXCEPTION = new PolicyShape(
            "an exception",
            List.of("rule", "reason", "expires"),
            List.of("workload", "image", "digest", "executable", "owner"));
    static final PolicyShape EXECUTABLE = new PolicyShape("executable", List.of("path"), List.of("layer"));

    boolean knows(String key) {
        return required.contains(key) || optional.contains(key);
    }

    List<String> keys() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }
}
