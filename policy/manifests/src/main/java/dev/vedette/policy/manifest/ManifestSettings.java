package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says of one manifest what its pod and containers are given beside their isolation, each at the field that decides.
 *
 * <p>Field names: k8s.io/api core/v1. Secrets themselves never leave the manifest: only what they are is said.
 */
public final class ManifestSettings {
    /** What a shell would make a command of. */
    public static final Pattern SHELL = Pattern.compile("\\$\\(|[;&|`]");

    private final FieldReader fields;
    private final long epochNanos;

    ManifestSettings(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<ContainerSetting> of(Workloads workloads) {
        Manifest manifest = workloads.manifest();
        if (manifest.kind().equals("PersistentVolume")) {
            return ofPersistentVolume(manifest);
        }
        return workloads.all().stream()
                .flatMap(workload -> new OfWorkload(workload).all().stream())
                .toList();
    }

    private List<ContainerSetting> ofPersistentVolume(Manifest manifest) {
        return fields.object(manifest.root(), "spec").stream()
                .flatMap(spec -> {
                    Workload holder = Workloads.named(manifest, manifest.root(), spec, fields);
                    Container container = ManifestFacts.container(holder, "", "", spec);
                    return new VolumePrograms(fields)
                            .of(spec).stream().map(run -> volumeProgram(holder, container, run));
                })
                .toList();
    }

    private ContainerSetting volumeProgram(Workload holder, Container container, VolumePrograms.Run run) {
        return new ContainerSetting(
                Source.MANIFEST,
                container,
                Aspect.VOLUME_PROGRAM,
                run.kind(),
                run.given(),
                holder.placeOf(run.where()),
                epochNanos,
                Origin.LIVE);
    }

    /** One workload's settings as they are gathered. */
    private final class OfWorkload {
        private final List<ContainerSetting> settings = new ArrayList<>();
        private final Workload workload;
        private final LocatedNode podSpec;

        OfWorkload(Workload workload) {
            this.workload = workload;
            this.podSpec = workload.podSpec();
        }

        List<ContainerSetting> all() {
            Container pod = ManifestFacts.container(workload, "", "", podSpec);
            boolean windows = fields.object(podSpec, "os")
                    .filter(os -> fields.text(os, "name").equals("windows"))
                    .isPresent();
            hostProcess(pod, podSpec);
            if (!windows) {
                sysctls(pod);
            }
            sharedProcesses(pod);
            tokens(pod);
            fields.objects(podSpec, "volumes").stream()
                    .flatMap(volume -> new VolumePrograms(fields).of(volume).stream())
                    .forEach(run -> settings.add(volumeProgram(workload, pod, run)));
            for (ContainerRole role : ContainerRole.values()) {
                for (LocatedNode node : fields.objects(podSpec, role.field())) {
                    Container container = ManifestFacts.container(
                            workload, fields.text(node, "name"), fields.text(node, "image"), node);
                    hostProcess(container, node);
                    secrets(container, node);
                    hostPorts(container, node);
                    if (windows) {
                        commandsInPaths(container, node);
                    } else {
                        confinement(container, node);
                    }
                    // An ephemeral container may have no limits of its own (core/v1, EphemeralContainerCommon).
                    if (role != ContainerRole.EPHEMERAL) {
                        limits(container, node);
                    }
                }
            }
            return settings;
        }

        private void sysctls(Container pod) {
            for (LocatedNode sysctl : fields.object(podSpec, "securityContext").stream()
                    .flatMap(context -> fields.objects(context, "sysctls").stream())
                    .toList()) {
                add(pod, Aspect.SYSCTL, fields.text(sysctl, "name"), fields.text(sysctl, "value"), sysctl, "name");
            }
        }

        private void confinement(Container container, LocatedNode node) {
            Optional<LocatedNode> own = fields.object(node, "securityContext");
            boolean privileged =
                    own.filter(context -> fields.isTrue(context, "privileged")).isPresent();
            if (!privileged) {
                decided(node, "seccompProfile", "type")
                        .filter(type -> fields.text(type).equals("Unconfined"))
                        .ifPresent(type ->
                                add(container, Aspect.SYSTEM_CALL_FILTER, "seccompProfile", fields.text(type), type));
                decided(node, "appArmorProfile", "type")
                        .ifPresent(type -> add(container, Aspect.SECURITY_MODULE, "AppArmor", fields.text(type), type));
                for (String part : List.of("type", "user", "role")) {
                    decided(node, "seLinuxOptions", part)
                            .ifPresent(asked -> add(
                                    container, Aspect.SECURITY_MODULE, "SELinux " + part, fields.text(asked), asked));
                }
            }
            own.flatMap(context -> fields.find(context, "procMount"))
                    .ifPresent(mount -> add(
                            container,
                            Aspect.PROC_MOUNT,
                            fields.isFalse(podSpec, "hostUsers") ? "own users" : "node's users",
                            fields.text(mount),
                            mount));
        }

        /** A field of a profile: the container's profile as a whole counts before the pod's. */
        private Optional<LocatedNode> decided(LocatedNode node, String profile, String field) {
            return fields.object(node, "securityContext", profile)
                    .or(() -> fields.object(podSpec, "securityContext", profile))
                    .flatMap(found -> fields.find(found, field));
        }

        private void hostPorts(Container container, LocatedNode node) {
            if (fields.isTrue(podSpec, "hostNetwork")) {
                // All its ports are the node's then; that is a finding of its own.
                return;
            }
            for (LocatedNode port : fields.objects(node, "ports")) {
                long number = fields.number(port, "hostPort").orElse(0L);
                if (number != 0) {
                    String protocol = fields.text(port, "protocol");
                    add(
                            container,
                            Aspect.HOST_PORT,
                            protocol.isEmpty() ? "TCP" : protocol,
                            Long.toString(number),
                            port,
                            "hostPort");
                }
            }
        }

        /** Limits may be the pod's as a whole (PodSpec.resources). */
        private void limits(Container container, LocatedNode node) {
            for (String resource : List.of("cpu", "memory")) {
                boolean limited = Stream.of(node, podSpec)
                        .anyMatch(holder -> fields.object(holder, "resources", "limits")
                                .filter(limits -> !fields.text(limits, resource).isEmpty())
                                .isPresent());
                if (!limited) {
                    add(container, Aspect.LIMIT, resource, "none", node);
                }
            }
        }

        private void tokens(Container pod) {
            String account = fields.text(podSpec, "serviceAccountName");
            boolean ofDefault = account.isEmpty() || account.equals("default");
            if (ofDefault && !fields.isFalse(podSpec, "automountServiceAccountToken")) {
                add(pod, Aspect.TOKEN, "default", "mounted", podSpec, "automountServiceAccountToken");
            }
            for (LocatedNode volume : fields.objects(podSpec, "volumes")) {
                fields.object(volume, "projected").stream()
                        .flatMap(projected -> fields.objects(projected, "sources").stream())
                        .flatMap(source -> fields.object(source, "serviceAccountToken").stream())
                        .forEach(token -> token(pod, fields.text(volume, "name"), token));
            }
        }

        private void token(Container pod, String volume, LocatedNode token) {
            fields.number(token, "expirationSeconds")
                    .ifPresent(seconds ->
                            add(pod, Aspect.TOKEN, volume, Long.toString(seconds), token, "expirationSeconds"));
            String audience = fields.text(token, "audience");
            // The API server's own, if there is none.
            if (!audience.isEmpty()) {
                add(pod, Aspect.TOKEN_AUDIENCE, volume, audience, token, "audience");
            }
        }

        private void secrets(Container container, LocatedNode node) {
            for (LocatedNode variable : fields.objects(node, "env")) {
                String name = fields.text(variable, "name");
                fields.find(variable, "value")
                        .ifPresent(value -> SecretShape.of(name, fields.text(value))
                                .ifPresent(what -> add(container, Aspect.SECRET, "the variable " + name, what, value)));
            }
            for (String list : List.of("command", "args")) {
                for (LocatedNode word : fields.list(node, list)) {
                    SecretShape.ofCommand(fields.text(word))
                            .ifPresent(what -> add(container, Aspect.SECRET, "the container's command", what, word));
                }
            }
        }

        private void hostProcess(Container container, LocatedNode holder) {
            fields.object(holder, "securityContext", "windowsOptions")
                    .filter(options -> fields.isTrue(options, "hostProcess"))
                    .ifPresent(options ->
                            add(container, Aspect.HOST_PROCESS, "hostProcess", "true", options, "hostProcess"));
        }

        private void commandsInPaths(Container container, LocatedNode node) {
            for (LocatedNode mount : fields.objects(node, "volumeMounts")) {
                for (String field : List.of("subPath", "mountPath")) {
                    String path = fields.text(mount, field);
                    if (SHELL.matcher(path).find()) {
                        add(container, Aspect.PATH_WITH_COMMAND, field, path, mount, field);
                    }
                }
            }
        }

        private void sharedProcesses(Container pod) {
            if (!fields.isTrue(podSpec, "shareProcessNamespace")) {
                return;
            }
            List<String> worth = new ArrayList<>();
            if (fields.objects(podSpec, "volumes").stream().anyMatch(this::holdsSecrets)
                    || containers().anyMatch(this::takesSecrets)) {
                worth.add("secrets");
            }
            if (containers().anyMatch(this::isPowerful)) {
                worth.add("capabilities beyond the default");
            }
            if (!worth.isEmpty()) {
                add(
                        pod,
                        Aspect.SHARED_PROCESSES,
                        String.join(" and ", worth),
                        "shareProcessNamespace",
                        podSpec,
                        "shareProcessNamespace");
            }
        }

        private Stream<LocatedNode> containers() {
            return Stream.of(ContainerRole.values()).flatMap(role -> fields.objects(podSpec, role.field()).stream());
        }

        private boolean holdsSecrets(LocatedNode volume) {
            return fields.find(volume, "secret").isPresent()
                    || fields.object(volume, "projected").stream()
                            .flatMap(projected -> fields.objects(projected, "sources").stream())
                            .anyMatch(source -> fields.find(source, "secret").isPresent());
        }

        private boolean takesSecrets(LocatedNode container) {
            return fields.objects(container, "env").stream()
                            .anyMatch(variable -> fields.object(variable, "valueFrom", "secretKeyRef")
                                    .isPresent())
                    || fields.objects(container, "envFrom").stream()
                            .anyMatch(source -> fields.find(source, "secretRef").isPresent());
        }

        private boolean isPowerful(LocatedNode container) {
            SecurityContext context = new SecurityContext(podSpec, container, fields);
            return context.privileged().isPresent()
                    || context.capabilities().firstDangerous().isPresent();
        }

        private void add(
                Container container, Aspect aspect, String name, String value, LocatedNode holder, String field) {
            add(container, aspect, name, value, fields.find(holder, field).orElse(holder));
        }

        private void add(Container container, Aspect aspect, String name, String value, LocatedNode where) {
            settings.add(new ContainerSetting(
                    Source.MANIFEST, container, aspect, name, value, workload.placeOf(where), epochNanos, Origin.LIVE));
        }
    }
}
