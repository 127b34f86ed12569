package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.Optional;

/**
 * A container's security context with what it inherits from its pod. Source of the precedence: PodSecurityContext and
 * SecurityContext of k8s.io/api core/v1; where both are set the container's counts.
 */
final class SecurityContext {
    private final Optional<LocatedNode> pod;
    private final Optional<LocatedNode> container;
    private final FieldReader fields;

    SecurityContext(LocatedNode podSpec, LocatedNode container, FieldReader fields) {
        this.pod = fields.object(podSpec, "securityContext");
        this.container = fields.object(container, "securityContext");
        this.fields = fields;
    }

    /** The field that makes the container privileged. */
    Optional<LocatedNode> privileged() {
        return container
                .filter(node -> fields.isTrue(node, "privileged"))
                .flatMap(node -> fields.find(node, "privileged"));
    }

    CapabilityChanges capabilities() {
        return CapabilityChanges.read(container, fields);
    }

    /** As {@link dev.vedette.policy.model.IsolationObserved.Isolation#seccompMode()}. */
    int seccompMode() {
        String type = seccompType(container);
        if (type.isEmpty()) {
            type = seccompType(pod);
        }
        return switch (type) {
            case "Unconfined" -> 0;
            case "RuntimeDefault", "Localhost" -> 2;
            default -> -1;
        };
    }

    boolean forbidsEscalation() {
        return container
                .filter(node -> fields.isFalse(node, "allowPrivilegeEscalation"))
                .isPresent();
    }

    boolean readOnlyRoot() {
        return container
                .filter(node -> fields.isTrue(node, "readOnlyRootFilesystem"))
                .isPresent();
    }

    /** -1 where the image decides. */
    long uid() {
        return container
                .flatMap(node -> fields.number(node, "runAsUser"))
                .or(() -> pod.flatMap(node -> fields.number(node, "runAsUser")))
                .orElse(-1L);
    }

    private String seccompType(Optional<LocatedNode> context) {
        return context.flatMap(node -> fields.object(node, "seccompProfile"))
                .map(node -> fields.text(node, "type"))
                .orElse("");
    }
}
