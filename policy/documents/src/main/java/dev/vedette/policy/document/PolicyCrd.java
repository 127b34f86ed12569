package dev.vedette.policy.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The CustomResourceDefinition by which a cluster takes policies as objects. It is made of the {@link PolicySchema}, so
 * that there is one truth.
 */
public final class PolicyCrd {
    private static final String HEAD = """
            # Made by 'vedette policy schema crd' of the schema that editors read; not to be changed by hand.
            """;

    private static final int WIDTH = 120;

    private PolicyCrd() {}

    /** The definition in YAML, the same at each call. */
    public static String yaml() {
        Dump dump = new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(WIDTH)
                .build());
        return HEAD + dump.dumpToString(definition());
    }

    private static Map<String, Object> definition() {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("apiVersion", "apiextensions.k8s.io/v1");
        definition.put("kind", "CustomResourceDefinition");
        definition.put("metadata", Map.of("name", PolicyResource.PLURAL + "." + PolicyResource.GROUP));
        definition.put("spec", spec());
        return definition;
    }

    private static Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", PolicyResource.GROUP);
        spec.put("scope", "Cluster");
        spec.put("names", names());
        spec.put("versions", List.of(version()));
        return spec;
    }

    private static Map<String, Object> names() {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", PolicyResource.KIND);
        names.put("listKind", PolicyResource.KIND + "List");
        names.put("plural", PolicyResource.PLURAL);
        names.put("singular", "policy");
        return names;
    }

    private static Map<String, Object> version() {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("name", PolicyResource.VERSION);
        version.put("served", true);
        version.put("storage", true);
        version.put(
                "additionalPrinterColumns",
                List.of(
                        column("Mode", "string", ".spec.mode"),
                        column("Namespaces", "string", ".spec.scope.namespaces"),
                        column("Age", "date", ".metadata.creationTimestamp")));
        version.put("schema", Map.of("openAPIV3Schema", new StructuralSchema(editorsSchema()).root()));
        return version;
    }

    private static Map<String, Object> column(String name, String type, String path) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", name);
        column.put("type", type);
        column.put("jsonPath", path);
        return column;
    }

    private static Map<?, ?> editorsSchema() {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(PolicySchema.text());
    }
}
