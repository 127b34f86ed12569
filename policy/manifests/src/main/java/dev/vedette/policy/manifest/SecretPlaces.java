package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Where secrets stand in plain text beside a container's own variables and command, and where they are handed over. */
final class SecretPlaces {
    /** Holds the whole object once more; what stands there is told where it stands. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final SettingList list;
    private final FieldReader fields;

    SecretPlaces(SettingList list) {
        this.list = list;
        this.fields = list.fields();
    }

    /** Of each of these objects; two of them may be the same. */
    void readAnnotations(LocatedNode... objects) {
        // The same one, not one that is equal to it, for which all below would have to be compared.
        Set<LocatedNode> read = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LocatedNode object : objects) {
            if (read.add(object)) {
                fields.object(object, "metadata", "annotations")
                        .ifPresent(annotations -> readTexts("the annotation ", annotations));
            }
        }
    }

    /** What a ConfigMap holds, where everybody reads it who may read the namespace. */
    void readConfigMap(LocatedNode object) {
        fields.object(object, "data").ifPresent(data -> readTexts("the ConfigMap's ", data));
    }

    private void readTexts(String where, LocatedNode texts) {
        if (!(texts instanceof LocatedNode.Mapping mapping)) {
            return;
        }
        mapping.entries().forEach((name, entry) -> {
            if (!name.equals(LAST_APPLIED) && !entry.value().isNull()) {
                SecretShape.ofText(name, fields.text(entry.value()))
                        .ifPresent(what -> list.add(Aspect.SECRET, where + name, what, entry.value()));
            }
        });
    }

    /** Variables that hold a Secret: each program that is started inherits them, and each log of them tells them. */
    void readReferences() {
        list.forEachContainer((role, container) -> {
            List<LocatedNode> found = new ArrayList<>();
            for (LocatedNode variable : fields.objects(container, "env")) {
                fields.object(variable, "valueFrom", "secretKeyRef").ifPresent(found::add);
            }
            for (LocatedNode source : fields.objects(container, "envFrom")) {
                fields.object(source, "secretRef").ifPresent(found::add);
            }
            if (!found.isEmpty()) {
                list.addOf(
                        container,
                        Aspect.SECRET_IN_ENVIRONMENT,
                        fields.text(found.getFirst(), "name"),
                        Integer.toString(found.size()),
                        found.getFirst());
            }
        });
    }
}
