package dev.vedette.sensor.cri;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.sensor.cri.OciSpec.CapabilitySetName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads an {@link OciSpec} from its JSON form.
 *
 * <p>Field names: opencontainers/runtime-spec, specs-go/config.go. What is missing or of another type reads as absent,
 * so that a newer specification never fails here.
 */
public final class OciSpecReader {
    private OciSpecReader() {}

    public static OciSpec read(JsonNode spec) {
        JsonNode process = spec.path("process");
        JsonNode linux = spec.path("linux");
        return new OciSpec(
                strings(process.path("args")),
                process.path("user").path("uid").asLong(),
                process.path("user").path("gid").asLong(),
                capabilities(process.path("capabilities")),
                namespaces(linux.path("namespaces")),
                mounts(spec.path("mounts")),
                devices(linux.path("devices")),
                deviceRules(linux.path("resources").path("devices")),
                linux.path("seccomp").isObject(),
                process.path("apparmorProfile").asText(""),
                process.path("selinuxLabel").asText(""),
                process.path("noNewPrivileges").asBoolean(),
                spec.path("root").path("readonly").asBoolean(),
                strings(linux.path("maskedPaths")),
                strings(linux.path("readonlyPaths")),
                linux.path("cgroupsPath").asText(""),
                linux.path("rootfsPropagation").asText(""),
                stringMap(spec.path("annotations")),
                stringMap(linux.path("sysctl")));
    }

    private static Map<CapabilitySetName, Set<String>> capabilities(JsonNode sets) {
        Map<CapabilitySetName, Set<String>> result = new EnumMap<>(CapabilitySetName.class);
        for (CapabilitySetName name : CapabilitySetName.values()) {
            JsonNode set = sets.path(name.name().toLowerCase(Locale.ROOT));
            if (set.isArray()) {
                result.put(name, Set.copyOf(new LinkedHashSet<>(strings(set))));
            }
        }
        return result;
    }

    private static List<OciSpec.Namespace> namespaces(JsonNode list) {
        List<OciSpec.Namespace> result = new ArrayList<>();
        for (JsonNode item : list) {
            result.add(new OciSpec.Namespace(
                    item.path("type").asText(""), item.path("path").asText("")));
        }
        return result;
    }

    private static List<OciSpec.Mount> mounts(JsonNode list) {
        List<OciSpec.Mount> result = new ArrayList<>();
        for (JsonNode item : list) {
            result.add(new OciSpec.Mount(
                    item.path("destination").asText(""),
                    item.path("type").asText(""),
                    item.path("source").asText(""),
                    strings(item.path("options"))));
        }
        return result;
    }

    private static List<OciSpec.Device> devices(JsonNode list) {
        List<OciSpec.Device> result = new ArrayList<>();
        for (JsonNode item : list) {
            result.add(new OciSpec.Device(
                    item.path("path").asText(""),
                    item.path("type").asText(""),
                    item.path("major").asLong(),
                    item.path("minor").asLong()));
        }
        return result;
    }

    private static List<OciSpec.DeviceRule> deviceRules(JsonNode list) {
        List<OciSpec.DeviceRule> result = new ArrayList<>();
        for (JsonNode item : list) {
            result.add(new OciSpec.DeviceRule(
                    item.path("allow").asBoolean(),
                    item.path("type").asText(""),
                    item.path("major").asLong(-1),
                    item.path("minor").asLong(-1),
                    item.path("access").asText("")));
        }
        return result;
    }

    private static List<String> strings(JsonNode list) {
        List<String> result = new ArrayList<>();
        for (JsonNode item : list) {
            result.add(item.asText(""));
        }
        return result;
    }

    private static Map<String, String> stringMap(JsonNode object) {
        Map<String, String> result = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText("")));
        return result;
    }
}
