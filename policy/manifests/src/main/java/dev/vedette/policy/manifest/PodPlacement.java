package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Optional;

/**
 * Where pods are put, by whom they are looked after, and by which names they call others.
 *
 * <p>Objects that come from an API server have been put somewhere already, so that their {@code nodeName} says nothing.
 */
final class PodPlacement {
    private static final String EVERY_NAME = "*";
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
    private static final String MASTER = "node-role.kubernetes.io/master";
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final SettingList list;
    private final FieldReader fields;
    private final LocatedNode podSpec;

    PodPlacement(SettingList list) {
        this.list = list;
        this.fields = list.fields();
        this.podSpec = list.podSpec();
    }

    void read(LocatedNode root) {
        Optional<LocatedNode> metadata = fields.object(root, "metadata");
        boolean placed = metadata.filter(this::isPlaced).isPresent();
        tolerations();
        if (!placed) {
            text("nodeName", Aspect.PLACEMENT);
        }
        text("priorityClassName", Aspect.PLACEMENT);
        fields.object(podSpec, "nodeSelector").ifPresent(this::nodeSelector);
        hostAliases();
        runtimeClass();
        boolean owned = metadata.filter(m -> !fields.list(m, "ownerReferences").isEmpty())
                .isPresent();
        if (list.workload().kind().equals("Pod") && !owned && !placed) {
            list.add(Aspect.HOME, "controller", "none", root);
        }
        metadata.flatMap(m -> fields.find(m, "namespace"))
                .filter(namespace -> fields.text(namespace).equals("default"))
                .ifPresent(namespace -> list.add(Aspect.HOME, "namespace", "default", namespace));
    }

    private boolean isPlaced(LocatedNode metadata) {
        return fields.find(metadata, "uid").isPresent()
                || fields.object(metadata, "annotations")
                        .flatMap(annotations -> fields.find(annotations, MIRROR))
                        .isPresent();
    }

    /** Without a key every taint is meant, whatever its effect, or all of one effect. */
    private void tolerations() {
        for (LocatedNode toleration : fields.objects(podSpec, "tolerations")) {
            String key = fields.text(toleration, "key");
            if (key.isEmpty() && fields.text(toleration, "operator").equals("Exists")) {
                list.add(Aspect.PLACEMENT, "tolerations", "everything", toleration);
                return;
            }
        }
    }

    private void nodeSelector(LocatedNode selector) {
        for (String label : new String[] {CONTROL_PLANE, MASTER}) {
            fields.find(selector, label).ifPresent(where -> list.add(Aspect.PLACEMENT, "nodeSelector", label, where));
        }
    }

    private void hostAliases() {
        for (LocatedNode alias : fields.objects(podSpec, "hostAliases")) {
            for (LocatedNode name : fields.list(alias, "hostnames")) {
                list.add(Aspect.HOST_ALIAS, fields.text(name), fields.text(alias, "ip"), name);
            }
        }
        fields.object(podSpec, "dnsConfig").stream()
                .flatMap(config -> fields.list(config, "nameservers").stream())
                .forEach(server -> list.add(Aspect.HOST_ALIAS, EVERY_NAME, fields.text(server), server));
    }

    private void runtimeClass() {
        LocatedNode where = fields.find(podSpec, "runtimeClassName").orElse(podSpec);
        list.add(
                Aspect.RUNTIME_CLASS,
                fields.text(podSpec, "runtimeClassName"),
                fields.isFalse(podSpec, "hostUsers") ? "own users" : "host's users",
                where);
    }

    private void text(String field, Aspect aspect) {
        fields.find(podSpec, field)
                .filter(where -> !fields.text(where).isEmpty())
                .ifPresent(where -> list.add(aspect, field, fields.text(where), where));
    }
}
