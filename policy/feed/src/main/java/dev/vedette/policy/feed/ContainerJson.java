package dev.vedette.policy.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.NamespaceKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/** Writes and reads containers with their pods. */
final class ContainerJson {
    void write(Container container, ObjectNode to) {
        to.put("identity", JsonFields.label(container.identity()));
        to.put("id", container.id());
        to.put("name", container.name());
        to.put("image", container.image());
        to.put("imageDigest", container.imageDigest());
        to.put("runtime", container.runtime());
        if (container.startedEpochNanos() != 0) {
            to.put("startedTime", JsonFields.isoTime(container.startedEpochNanos()));
        }
        ArrayNode granted = to.putArray("grantedHostNamespaces");
        for (NamespaceKind kind : NamespaceKind.values()) {
            if (container.grantedHostNamespaces().contains(kind)) {
                granted.add(JsonFields.label(kind));
            }
        }
        if (container.role() != Container.Role.UNKNOWN) {
            to.put("role", JsonFields.label(container.role()));
        }
        if (!container.security().equals(Container.Security.UNKNOWN)) {
            write(container.security(), to.putObject("security"));
        }
        if (!container.pod().equals(Container.Pod.NONE)) {
            write(container.pod(), to.putObject("pod"));
        }
    }

    Container read(JsonFields from) {
        Set<NamespaceKind> granted = EnumSet.noneOf(NamespaceKind.class);
        granted.addAll(from.constants("grantedHostNamespaces", NamespaceKind.class));
        return new Container(
                from.text("id"),
                from.text("name"),
                from.text("image"),
                from.text("imageDigest"),
                from.text("runtime"),
                from.object("pod").map(ContainerJson::pod).orElse(Container.Pod.NONE),
                granted,
                from.epochNanos("startedTime"),
                from.constant("identity", Container.Identity.class),
                from.constant("role", Container.Role.class, Container.Role.UNKNOWN),
                from.object("security").map(ContainerJson::security).orElse(Container.Security.UNKNOWN));
    }

    private static void write(Container.Security security, ObjectNode to) {
        to.put("privileged", security.privileged());
        to.put("uid", security.uid());
        to.put("capabilities", JsonFields.hexMask(security.capabilities().bits()));
        to.put("seccompMode", security.seccompMode());
        to.put("noNewPrivileges", security.noNewPrivileges());
        to.put("readOnlyRoot", security.readOnlyRoot());
        to.put("label", security.label());
    }

    private static Container.Security security(JsonFields from) {
        return new Container.Security(
                from.flag("privileged"),
                from.number("uid", -1),
                new CapabilitySet(from.mask("capabilities")),
                (int) from.number("seccompMode", -1),
                from.flag("noNewPrivileges"),
                from.flag("readOnlyRoot"),
                from.text("label"));
    }

    private static void write(Container.Pod pod, ObjectNode to) {
        to.put("namespace", pod.namespace());
        to.put("name", pod.name());
        to.put("uid", pod.uid());
        to.put("workload", pod.workload());
        if (!pod.ownerKind().isEmpty()) {
            to.put("ownerKind", pod.ownerKind());
        }
        ObjectNode labels = to.putObject("labels");
        new TreeMap<>(pod.labels()).forEach(labels::put);
    }

    private static Container.Pod pod(JsonFields from) {
        return new Container.Pod(
                from.text("namespace"),
                from.text("name"),
                from.text("uid"),
                from.text("workload"),
                from.textMap("labels"),
                from.text("ownerKind"));
    }
}
