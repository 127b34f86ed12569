package dev.vedette.policy.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.inputs.ClusterApi.Resource;
import dev.vedette.policy.inputs.ClusterKinds.ClusterKind;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.TemplatePath;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads from an API server what is judged: workloads, pods that no controller answers for, volumes, roles. Secrets are never
 * asked for. Not thread-safe.
 */
public final class ClusterScan {
    private final List<ManifestSet> read = new ArrayList<>();
    private final ControlledPods controlled = new ControlledPods();
    private final ClusterApi api;
    private final PodTemplates templates;
    private final String origin;

    /**
     * @param origin stands for the file in places and problems
     * @param templates where kinds keep their pods
     */
    public ClusterScan(KubernetesClient client, String origin, PodTemplates templates) {
        this.api = new ClusterApi(client);
        this.origin = origin;
        this.templates = templates;
    }

    /**
     * Reads it; what may not be read is a problem, and the rest is read all the same.
     *
     * @param namespaces none for all, and for what is in no namespace
     */
    public ManifestSet read(List<String> namespaces) {
        try {
            api.find(new ClusterKind("", "Pod"));
        } catch (InputException e) {
            return ManifestSet.problem(origin, e.getMessage());
        }
        for (ClusterKind kind : ClusterKinds.of(templates)) {
            read(kind, namespaces);
        }
        ManifestSet all = ManifestSet.of(read);
        if (all.manifests().isEmpty() && all.problems().isEmpty()) {
            String where = namespaces.isEmpty() ? "" : " in the namespaces " + String.join(", ", namespaces);
            return ManifestSet.problem(origin, "there is nothing to be judged" + where);
        }
        return all;
    }

    private void read(ClusterKind kind, List<String> namespaces) {
        try {
            Optional<Resource> resource = api.find(kind);
            if (resource.isPresent() && (resource.get().namespaced() || namespaces.isEmpty())) {
                for (String namespace : namespaces.isEmpty() ? List.of("") : namespaces) {
                    read(kind, resource.get(), namespace);
                }
            }
        } catch (InputException e) {
            problem(kind, "", e);
        }
    }

    private void read(ClusterKind kind, Resource resource, String namespace) {
        try {
            api.list(resource, namespace, object -> add(kind, resource, object));
        } catch (InputException e) {
            problem(kind, namespace, e);
        }
    }

    private void add(ClusterKind kind, Resource resource, JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            return;
        }
        boolean atRest = kind.kind().equals("ReplicaSet")
                && object.path("spec").path("replicas").asInt(1) == 0;
        if (controlled.isCovered(object, podSpecs(kind, object)) || atRest) {
            return;
        }
        // Items of a list do not say what they are; what managers and controllers note down is not judged.
        object.put("apiVersion", resource.version()).put("kind", kind.kind()).remove("status");
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        read.add(ManifestReader.readMade(origin, object.toString(), templates));
    }

    private List<JsonNode> podSpecs(ClusterKind kind, JsonNode object) {
        List<TemplatePath> known = templates.of(kind.kind(), kind.group());
        Stream<String> pointers = known.isEmpty()
                ? Stream.of("/spec/template")
                : known.stream()
                        .map(path ->
                                path.steps().stream().map(step -> "/" + step).collect(Collectors.joining()));
        return pointers.map(pointer -> object.at(pointer).path("spec"))
                .filter(JsonNode::isObject)
                .toList();
    }

    private void problem(ClusterKind kind, String namespace, InputException e) {
        String where = namespace.isEmpty() ? "" : " in the namespace " + namespace;
        read.add(new ManifestSet(
                List.of(), List.of(new ManifestProblem(origin, 0, 0, kind + where + ": " + e.getMessage()))));
    }
}
