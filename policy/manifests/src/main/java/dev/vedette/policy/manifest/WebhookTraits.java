package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What decides of one webhook of admission whether requests slip by it, or wait for it (admissionregistration/v1). */
final class WebhookTraits {
    /** Above that the API server gives up on many requests first. */
    private static final long LONG_SECONDS = 10;

    /** A field that decides, and what it says. */
    record Trait(String field, String value, LocatedNode where) {}

    private final FieldReader fields;

    WebhookTraits(FieldReader fields) {
        this.fields = fields;
    }

    List<Trait> of(LocatedNode webhook) {
        List<Trait> traits = new ArrayList<>();
        boolean ignores = fields.text(webhook, "failurePolicy").equals("Ignore");
        if (ignores) {
            traits.add(trait(webhook, "failurePolicy", "Ignore"));
        }
        if (!ignores && isAboutEverything(webhook) && isEmpty(webhook, "namespaceSelector")) {
            traits.add(trait(webhook, "rules", "everything, everywhere"));
        }
        fields.number(webhook, "timeoutSeconds")
                .filter(seconds -> seconds > LONG_SECONDS)
                .ifPresent(seconds -> traits.add(trait(webhook, "timeoutSeconds", seconds.toString())));
        if (!isEmpty(webhook, "objectSelector")) {
            traits.add(trait(webhook, "objectSelector", "labels of the object itself"));
        }
        fields.object(webhook, "clientConfig")
                .flatMap(client -> fields.find(client, "url"))
                .ifPresent(url -> traits.add(new Trait("url", fields.text(url), url)));
        return traits;
    }

    private Trait trait(LocatedNode webhook, String field, String value) {
        return new Trait(field, value, fields.find(webhook, field).orElse(webhook));
    }

    private boolean isAboutEverything(LocatedNode webhook) {
        return fields.list(webhook, "matchConditions").isEmpty()
                && fields.objects(webhook, "rules").stream()
                        .anyMatch(rule -> holdsAll(rule, "apiGroups")
                                && fields.list(rule, "resources").stream()
                                        .map(fields::text)
                                        .anyMatch(resource -> resource.equals("*") || resource.equals("*/*")));
    }

    private boolean holdsAll(LocatedNode rule, String field) {
        return fields.list(rule, field).stream().map(fields::text).anyMatch("*"::equals);
    }

    private boolean isEmpty(LocatedNode webhook, String selector) {
        Optional<LocatedNode> found = fields.object(webhook, selector);
        return found.isEmpty()
                || (fields.object(found.get(), "matchLabels").isEmpty()
                        && fields.list(found.get(), "matchExpressions").isEmpty());
    }
}
