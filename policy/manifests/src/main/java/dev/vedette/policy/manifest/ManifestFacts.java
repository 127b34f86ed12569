package dev.vedette.policy.manifest;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of one manifest how far its containers are kept apart from their node.
 *
 * <p>Each concern is a fact of its own, so that each has the place of the very field that decides: one for
 * {@code privileged}, one for added capabilities, one for each path of the node, one for each host namespace of the pod
 * (whose container has no name), and one with the rest. Init, regular and ephemeral containers count alike. Of Windows
 * pods only what they mount of their node is told: they have none of the rest.
 */
final class ManifestFacts {
    /** Of rancher.io/local-path, microk8s.io/hostpath, openebs.io/local and others of their kind. */
    private static final List<String> PATHS_OF_CLASSES =
            List.of("nodePath", "pvDir", "hostPath", "basePath", "BasePath", "path");

    private final FieldReader fields;
    private final long epochNanos;

    ManifestFacts(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<IsolationObserved> of(Workloads workloads) {
        Manifest manifest = workloads.manifest();
        if (manifest.kind().equals("PersistentVolume")) {
            return ofPersistentVolume(manifest);
        }
        if (manifest.kind().equals("StorageClass")) {
            return ofStorageClass(manifest);
        }
        return workloads.all().stream()
                .flatMap(workload -> ofWorkload(workload).stream())
                .toList();
    }

    private List<IsolationObserved> ofWorkload(Workload workload) {
        List<IsolationObserved> facts = new ArrayList<>();
        LocatedNode podSpec = workload.podSpec();
        boolean windows = fields.object(podSpec, "os")
                .filter(os -> fields.text(os, "name").equals("windows"))
                .isPresent();
        if (!windows) {
            addHostNamespaces(workload, facts);
        }
        HostVolumes volumes = new HostVolumes(podSpec, fields);
        for (ContainerRole role : ContainerRole.values()) {
            for (LocatedNode node : fields.objects(podSpec, role.field())) {
                if (windows) {
                    Container container =
                            container(workload, fields.text(node, "name"), fields.text(node, "image"), node);
                    volumes.of(node)
                            .forEach(mounted ->
                                    facts.add(fact(workload, container, onlyMount(mounted.mount()), mounted.where())));
                } else {
                    addContainer(workload, node, volumes, facts);
                }
            }
        }
        for (HostVolumes.Mounted volume : volumes.mountedByNone()) {
            facts.add(fact(workload, container(workload, "", "", podSpec), onlyMount(volume.mount()), volume.where()));
        }
        return facts;
    }

    private void addHostNamespaces(Workload workload, List<IsolationObserved> facts) {
        Map<String, NamespaceKind> hostFields = Map.of(
                "hostPID", NamespaceKind.PID, "hostNetwork", NamespaceKind.NETWORK, "hostIPC", NamespaceKind.IPC);
        hostFields.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            LocatedNode podSpec = workload.podSpec();
            if (fields.isTrue(podSpec, entry.getKey())) {
                Set<NamespaceKind> shared = userNamespace(podSpec);
                shared.add(entry.getValue());
                Isolation isolation =
                        Isolation.declared(false, shared, CapabilitySet.NONE, -1, false, false, -1, List.of());
                LocatedNode where = fields.find(podSpec, entry.getKey()).orElse(podSpec);
                facts.add(fact(workload, container(workload, "", "", podSpec), isolation, where));
            }
        });
    }

    private void addContainer(Workload workload, LocatedNode node, HostVolumes volumes, List<IsolationObserved> facts) {
        Container container = container(workload, fields.text(node, "name"), fields.text(node, "image"), node);
        SecurityContext context = new SecurityContext(workload.podSpec(), node, fields);
        CapabilityChanges capabilities = context.capabilities();
        Set<NamespaceKind> user = userNamespace(workload.podSpec());
        Isolation rest = Isolation.declared(
                false,
                user,
                new CapabilitySet(capabilities.result().bits() & CapabilitySet.RUNTIME_DEFAULT.bits()),
                context.seccompMode(),
                context.forbidsEscalation(),
                context.readOnlyRoot(),
                context.uid(),
                List.of());
        facts.add(fact(workload, container, rest, node));
        Optional<LocatedNode> privileged = context.privileged();
        if (privileged.isPresent()) {
            facts.add(fact(workload, container, privileged(rest), privileged.get()));
        } else {
            capabilities
                    .firstDangerous()
                    .ifPresent(where ->
                            facts.add(fact(workload, container, withCapabilities(rest, capabilities.result()), where)));
        }
        for (HostVolumes.Mounted mounted : volumes.of(node)) {
            facts.add(fact(workload, container, withMount(rest, mounted.mount()), mounted.where()));
        }
    }

    /** A volume that some pod will mount by its claim, writable unless every access mode forbids it. */
    private List<IsolationObserved> ofPersistentVolume(Manifest manifest) {
        Optional<LocatedNode> spec = fields.object(manifest.root(), "spec");
        Optional<LocatedNode> path = spec.flatMap(
                        node -> fields.object(node, "hostPath").or(() -> fields.object(node, "local")))
                .flatMap(node -> fields.find(node, "path"));
        if (path.isEmpty()) {
            return List.of();
        }
        List<LocatedNode> modes = fields.list(spec.get(), "accessModes");
        boolean readOnly = !modes.isEmpty()
                && modes.stream().allMatch(mode -> fields.text(mode).equals("ReadOnlyMany"));
        String declared = fields.text(path.get());
        HostMount mount = new HostMount(HostPath.resolve(declared), declared, "", readOnly, false);
        Workload holder = Workloads.named(manifest, manifest.root(), spec.get(), fields);
        return List.of(fact(holder, container(holder, "", "", spec.get()), onlyMount(mount), path.get()));
    }

    /** Parameters by which provisioners are told below which folder of the node they make volumes. */
    private List<IsolationObserved> ofStorageClass(Manifest manifest) {
        Workload holder = Workloads.named(manifest, manifest.root(), manifest.root(), fields);
        List<IsolationObserved> facts = new ArrayList<>();
        for (String name : PATHS_OF_CLASSES) {
            fields.object(manifest.root(), "parameters")
                    .flatMap(parameters -> fields.find(parameters, name))
                    .filter(path -> fields.text(path).startsWith("/"))
                    .ifPresent(path -> {
                        String declared = fields.text(path);
                        HostMount mount = new HostMount(HostPath.resolve(declared), declared, "", false, false);
                        facts.add(fact(holder, container(holder, "", "", manifest.root()), onlyMount(mount), path));
                    });
        }
        return facts;
    }

    /** Of what has nothing else that counts: neither a program nor rights, and nothing left out. */
    private static Isolation onlyMount(HostMount mount) {
        return Isolation.declared(false, Set.of(), CapabilitySet.NONE, -1, true, true, -1, List.of(mount));
    }

    private static Isolation privileged(Isolation rest) {
        return Isolation.declared(
                true,
                rest.hostNamespaces(),
                CapabilitySet.ALL,
                0,
                rest.noNewPrivileges(),
                rest.readOnlyRoot(),
                rest.uid(),
                List.of());
    }

    private static Isolation withCapabilities(Isolation rest, CapabilitySet capabilities) {
        return Isolation.declared(
                false,
                rest.hostNamespaces(),
                capabilities,
                rest.seccompMode(),
                rest.noNewPrivileges(),
                rest.readOnlyRoot(),
                rest.uid(),
                List.of());
    }

    private static Isolation withMount(Isolation rest, HostMount mount) {
        return Isolation.declared(
                false,
                rest.hostNamespaces(),
                rest.capabilities(),
                rest.seccompMode(),
                rest.noNewPrivileges(),
                rest.readOnlyRoot(),
                rest.uid(),
                List.of(mount));
    }

    /** Pods live in the node's user namespace unless they say {@code hostUsers: false}. */
    private Set<NamespaceKind> userNamespace(LocatedNode podSpec) {
        return fields.isFalse(podSpec, "hostUsers")
                ? EnumSet.noneOf(NamespaceKind.class)
                : EnumSet.of(NamespaceKind.USER);
    }

    /**
     * The id names the container's place, as no runtime has given it one; where lines are not known, objects of one file are
     * told apart by their names.
     */
    static Container container(Workload workload, String name, String image, LocatedNode node) {
        String object = node.line() > 0
                ? Integer.toString(node.line())
                : workload.kind() + "/" + workload.namespace() + "/" + workload.name();
        String id = "manifest:" + workload.file() + ":" + object + "#" + node.pointer();
        Container.Pod pod =
                new Container.Pod(workload.namespace(), workload.name(), "", workload.owner(), workload.labels());
        int digest = image.indexOf('@');
        return new Container(
                id,
                name,
                image,
                digest < 0 ? "" : image.substring(digest + 1),
                "",
                pod,
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    private IsolationObserved fact(Workload workload, Container container, Isolation isolation, LocatedNode where) {
        return new IsolationObserved(
                IsolationObserved.Source.MANIFEST,
                container,
                isolation,
                null,
                null,
                workload.placeOf(where),
                epochNanos,
                Origin.LIVE);
    }
}
