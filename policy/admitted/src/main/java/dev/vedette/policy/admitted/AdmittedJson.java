package dev.vedette.policy.admitted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.NamespaceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A pod's admission as one JSON object. What is absent has the value of a manifest that says nothing, so that records stay
 * small; capabilities are a mask in hexadecimal digits.
 */
public final class AdmittedJson {
    private AdmittedJson() {}

    public static ObjectNode write(AdmittedPod pod) {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        to.put("at", pod.atEpochMillis());
        text(to, "uid", pod.uid());
        text(to, "namespace", pod.namespace());
        text(to, "name", pod.name());
        text(to, "generateName", pod.generateName());
        text(to, "spec", pod.digest());
        ArrayNode containers = to.putArray("containers");
        pod.containers().forEach(container -> write(container, containers.addObject()));
        return to;
    }

    private static void write(AdmittedContainer container, ObjectNode to) {
        text(to, "name", container.name());
        text(to, "image", container.image());
        flag(to, "privileged", container.privileged());
        ArrayNode shared = to.putArray("shares");
        EnumSet.allOf(NamespaceKind.class).stream()
                .filter(container.hostNamespaces()::contains)
                .forEach(kind -> shared.add(kind.name()));
        to.put("capabilities", Long.toHexString(container.capabilities().bits()));
        if (container.seccompMode() >= 0) {
            to.put("seccomp", container.seccompMode());
        }
        text(to, "apparmor", container.profile());
        flag(to, "noNewPrivileges", container.noNewPrivileges());
        flag(to, "readOnlyRoot", container.readOnlyRoot());
        if (container.uid() >= 0) {
            to.put("user", container.uid());
        }
        flag(to, "notRoot", container.notRoot());
        flag(to, "unmasked", !container.masked());
        flag(to, "devices", container.deviceClaims());
        ArrayNode mounts = to.putArray("mounts");
        for (HostMount mount : container.mounts()) {
            ObjectNode one = mounts.addObject();
            text(one, "of", mount.declaredSource());
            text(one, "at", mount.target());
            flag(one, "readOnly", mount.readOnly());
            flag(one, "propagates", mount.propagates());
        }
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static AdmittedPod read(JsonNode from) {
        List<AdmittedContainer> containers = new ArrayList<>();
        from.path("containers").forEach(container -> containers.add(container(container)));
        return new AdmittedPod(
                from.path("at").asLong(),
                from.path("uid").asText(""),
                from.path("namespace").asText(""),
                from.path("name").asText(""),
                from.path("generateName").asText(""),
                from.path("spec").asText(""),
                containers);
    }

    private static AdmittedContainer container(JsonNode from) {
        Set<NamespaceKind> shared = EnumSet.noneOf(NamespaceKind.class);
        from.path("shares").forEach(kind -> shared.add(NamespaceKind.valueOf(kind.asText())));
        return new AdmittedContainer(
                from.path("name").asText(""),
                from.path("image").asText(""),
                from.path("privileged").asBoolean(),
                shared,
                new CapabilitySet(
                        Long.parseUnsignedLong(from.path("capabilities").asText("0"), 16)),
                from.path("seccomp").asInt(-1),
                from.path("apparmor").asText(""),
                from.path("noNewPrivileges").asBoolean(),
                from.path("readOnlyRoot").asBoolean(),
                from.path("user").asLong(-1),
                from.path("notRoot").asBoolean(),
                !from.path("unmasked").asBoolean(),
                mounts(from),
                from.path("devices").asBoolean());
    }

    private static List<HostMount> mounts(JsonNode from) {
        List<HostMount> mounts = new ArrayList<>();
        for (JsonNode mount : from.path("mounts")) {
            String declared = mount.path("of").asText("");
            mounts.add(new HostMount(
                    declared.isEmpty() ? "" : HostPath.resolve(declared),
                    declared,
                    mount.path("at").asText(""),
                    mount.path("readOnly").asBoolean(),
                    mount.path("propagates").asBoolean()));
        }
        return mounts;
    }

    private static void text(ObjectNode to, String name, String value) {
        if (!value.isEmpty()) {
            to.put(name, value);
        }
    }

    private static void flag(ObjectNode to, String name, boolean value) {
        if (value) {
            to.put(name, true);
        }
    }
}
