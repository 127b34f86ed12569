package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.ContainerRole;
import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod as the checks look at it: those fields that several of them ask for. */
final class JudgedPod {
    /**
     * One of its containers, init and ephemeral ones included.
     *
     * @param settings its security context
     */
    record JudgedContainer(String name, LocatedNode node, Optional<LocatedNode> settings) {
        String label() {
            return name.isEmpty() ? "A container without a name" : "Container " + name;
        }
    }

    private final FieldReader fields;
    private final LocatedNode template;
    private final LocatedNode spec;
    private final Optional<LocatedNode> settings;
    private final List<JudgedContainer> containers = new ArrayList<>();

    /**
     * @param template what holds the pod's metadata
     * @param spec the pod's specification
     */
    JudgedPod(LocatedNode template, LocatedNode spec, FieldReader fields) {
        this.fields = fields;
        this.template = template;
        this.spec = spec;
        this.settings = fields.object(spec, "securityContext");
        for (ContainerRole role : ContainerRole.values()) {
            for (LocatedNode node : fields.objects(spec, role.field())) {
                containers.add(
                        new JudgedContainer(fields.text(node, "name"), node, fields.object(node, "securityContext")));
            }
        }
    }

    FieldReader fields() {
        return fields;
    }

    LocatedNode spec() {
        return spec;
    }

    /** The pod's own security context. */
    Optional<LocatedNode> settings() {
        return settings;
    }

    List<JudgedContainer> containers() {
        return containers;
    }

    /** The pod's security context and each container's, those that there are. */
    List<LocatedNode> allSettings() {
        return Stream.concat(settings.stream(), containers.stream().flatMap(c -> c.settings().stream()))
                .toList();
    }

    Optional<LocatedNode> annotations() {
        return fields.object(template, "metadata", "annotations");
    }

    boolean isWindows() {
        return fields.object(spec, "os")
                .filter(os -> fields.text(os, "name").equals("windows"))
                .isPresent();
    }

    /** Whether its users are not the node's. */
    boolean hasOwnUsers() {
        return fields.isFalse(spec, "hostUsers");
    }
}
