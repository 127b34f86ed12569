package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Map;

/**
 * Which devices containers ask plug-ins of the node for: resources with a domain in their names that is not Kubernetes' own
 * (k8s.io/component-helpers, IsExtendedResourceName). They have to be asked for as limits.
 */
final class DeviceUse {
    private static final String OF_KUBERNETES = "kubernetes.io/";

    private final SettingList list;
    private final FieldReader fields;

    DeviceUse(SettingList list) {
        this.list = list;
        this.fields = list.fields();
    }

    void read() {
        list.forEachContainer((_, container) -> fields.object(container, "resources", "limits")
                .filter(LocatedNode.Mapping.class::isInstance)
                .map(LocatedNode.Mapping.class::cast)
                .ifPresent(limits -> limits.entries().entrySet().stream()
                        .filter(limit -> isDevice(limit.getKey()))
                        .forEach(limit -> add(container, limit))));
    }

    private void add(LocatedNode container, Map.Entry<String, LocatedNode.Entry> limit) {
        LocatedNode number = limit.getValue().value();
        String asked = fields.text(number);
        if (!asked.isEmpty() && !asked.equals("0")) {
            list.addOf(container, Aspect.DEVICE_CLAIM, limit.getKey(), asked, number);
        }
    }

    private static boolean isDevice(String resource) {
        return resource.indexOf('/') > 0 && !resource.contains(OF_KUBERNETES);
    }
}
