package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.PlacedFact;
import dev.vedette.policy.model.RoleBound;
import dev.vedette.policy.model.RoleBound.Subject;
import dev.vedette.policy.model.RoleRule;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says of one manifest which rights in the cluster it gives, rule by rule, and to whom, one by one.
 *
 * <p>Field names: k8s.io/api rbac/v1. Other API groups have kinds of these names too, and are left out.
 */
final class ManifestRoles {
    private static final String AGGREGATE_TO = "rbac.authorization.k8s.io/aggregate-to-";

    private final FieldReader fields;
    private final long epochNanos;

    ManifestRoles(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<PlacedFact> of(Manifest manifest) {
        if (!isOfRbac(manifest)) {
            return List.of();
        }
        return switch (manifest.kind()) {
            case "Role", "ClusterRole" -> rules(manifest);
            case "RoleBinding", "ClusterRoleBinding" -> bindings(manifest);
            default -> List.of();
        };
    }

    /** The items of a typed list have no version of their own. */
    private boolean isOfRbac(Manifest manifest) {
        String version = fields.text(manifest.root(), "apiVersion");
        return version.isEmpty() || version.startsWith("rbac.authorization.k8s.io/");
    }

    private List<PlacedFact> rules(Manifest manifest) {
        Workload holder = holder(manifest);
        List<String> aggregatedTo = aggregatedTo(manifest.root());
        List<PlacedFact> facts = new ArrayList<>();
        for (LocatedNode rule : fields.objects(manifest.root(), "rules")) {
            facts.add(new RoleRule(
                    container(holder, rule),
                    manifest.kind().equals("ClusterRole"),
                    holder.name(),
                    texts(rule, "apiGroups"),
                    texts(rule, "resources"),
                    texts(rule, "resourceNames"),
                    texts(rule, "verbs"),
                    aggregatedTo,
                    holder.placeOf(rule),
                    epochNanos));
        }
        return facts;
    }

    private List<PlacedFact> bindings(Manifest manifest) {
        Workload holder = holder(manifest);
        String role = fields.object(manifest.root(), "roleRef")
                .map(reference -> fields.text(reference, "name"))
                .orElse("");
        List<PlacedFact> facts = new ArrayList<>();
        for (LocatedNode subject : fields.objects(manifest.root(), "subjects")) {
            kindOf(subject).ifPresent(kind -> {
                String namespace = fields.text(subject, "namespace");
                facts.add(new RoleBound(
                        container(holder, subject),
                        manifest.kind().equals("ClusterRoleBinding"),
                        role,
                        kind,
                        fields.text(subject, "name"),
                        kind == Subject.SERVICE_ACCOUNT && namespace.isEmpty() ? holder.namespace() : namespace,
                        holder.placeOf(subject),
                        epochNanos));
            });
        }
        return facts;
    }

    private Optional<Subject> kindOf(LocatedNode subject) {
        return Optional.ofNullable(
                switch (fields.text(subject, "kind")) {
                    case "User" -> Subject.USER;
                    case "Group" -> Subject.GROUP;
                    case "ServiceAccount" -> Subject.SERVICE_ACCOUNT;
                    default -> null;
                });
    }

    private List<String> aggregatedTo(LocatedNode role) {
        List<String> roles = new ArrayList<>();
        fields.object(role, "metadata", "labels")
                .ifPresent(labels -> fields.forEachText(labels, (name, value) -> {
                    if (name.startsWith(AGGREGATE_TO) && value.equals("true")) {
                        roles.add(name.substring(AGGREGATE_TO.length()));
                    }
                }));
        return roles;
    }

    private List<String> texts(LocatedNode rule, String name) {
        return fields.list(rule, name).stream().map(fields::text).toList();
    }

    private Workload holder(Manifest manifest) {
        return Workloads.named(manifest, manifest.root(), manifest.root(), fields);
    }

    private static Container container(Workload holder, LocatedNode where) {
        return ManifestFacts.container(holder, "", "", where);
    }
}
