package dev.vedette.policy.podsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pods of every shape that the standards ask about, as plain maps and lists. Each value is among those that differ for
 * some check, or is left out.
 */
public final class RandomPods extends RandomChoices {
    private static final List<String> SYSCTLS = List.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem",
            "net.ipv4.tcp_slow_start_after_idle",
            "net.ipv4.tcp_notsent_lowat",
            "kernel.msgmax",
            "net.ipv4.tcp_syncookies2");
    private static final List<String> VOLUMES = List.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret",
            "hostPath",
            "nfs",
            "gitRepo",
            "iscsi",
            "flexVolume");
    private static final List<String> CAPABILITIES = List.of(
            "ALL",
            "all",
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT",
            "CAP_CHOWN",
            "chown",
            "NET_RAW",
            "SYS_ADMIN");
    private static final List<String> PROFILE_TYPES = List.of("RuntimeDefault", "Localhost", "Unconfined", "");
    private static final List<String> PROFILE_ANNOTATIONS =
            List.of("", "runtime/default", "docker/default", "localhost/x", "unconfined", "localhost");
    private static final List<String> SELINUX_TYPES = List.of(
            "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "Container_t");

    public RandomPods(Random random) {
        super(random, 0.8);
    }

    /** A pod's metadata and specification. */
    public Map<String, Object> pod() {
        Map<String, Object> pod = new LinkedHashMap<>();
        maybe(pod, "metadata", () -> Map.of("annotations", annotations()));
        pod.put("spec", spec());
        return pod;
    }

    private Map<String, Object> annotations() {
        Map<String, Object> annotations = new LinkedHashMap<>();
        for (String name : List.of("c0", "i0", "e0", "gone")) {
            maybe(
                    annotations,
                    "container.apparmor.security.beta.kubernetes.io/" + name,
                    () -> any(PROFILE_ANNOTATIONS));
            maybe(
                    annotations,
                    "container.seccomp.security.alpha.kubernetes.io/" + name,
                    () -> any(PROFILE_ANNOTATIONS));
        }
        maybe(annotations, "seccomp.security.alpha.kubernetes.io/pod", () -> any(PROFILE_ANNOTATIONS));
        maybe(annotations, "example.com/x", () -> "unconfined");
        return annotations;
    }

    private Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        for (String name : List.of("hostNetwork", "hostPID", "hostIPC", "hostUsers")) {
            maybe(spec, name, random::nextBoolean);
        }
        maybe(spec, "os", () -> Map.of("name", any(List.of("linux", "windows"))));
        maybe(spec, "volumes", () -> list(this::volume));
        maybe(spec, "securityContext", this::podSettings);
        spec.put("containers", containers("c"));
        maybe(spec, "initContainers", () -> containers("i"));
        maybe(spec, "ephemeralContainers", () -> containers("e"));
        return spec;
    }

    private Map<String, Object> volume() {
        Map<String, Object> volume = new LinkedHashMap<>(Map.of("name", "v"));
        maybe(volume, any(VOLUMES), Map::of);
        return volume;
    }

    private List<Object> containers(String prefix) {
        List<Object> containers = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i <= count; i++) {
            containers.add(container(prefix + i));
        }
        return containers;
    }

    private Map<String, Object> container(String name) {
        Map<String, Object> container = new LinkedHashMap<>(Map.of("name", name));
        maybe(container, "ports", () -> list(this::port));
        maybe(container, "securityContext", this::settings);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            rarely(container, probe, this::handler);
        }
        rarely(container, "lifecycle", () -> {
            Map<String, Object> hooks = new LinkedHashMap<>();
            maybe(hooks, "postStart", this::handler);
            maybe(hooks, "preStop", this::handler);
            return hooks;
        });
        return container;
    }

    private Map<String, Object> port() {
        Map<String, Object> port = new LinkedHashMap<>(Map.of("containerPort", 80));
        maybe(port, "hostPort", () -> any(List.of(0, 80)));
        return port;
    }

    private Map<String, Object> handler() {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("port", 80));
        maybe(request, "host", () -> any(List.of("", "127.0.0.1", "example.com")));
        return Map.of(any(List.of("httpGet", "tcpSocket", "grpc")), request);
    }

    private Map<String, Object> podSettings() {
        Map<String, Object> settings = bothSettings();
        maybe(settings, "sysctls", () -> list(() -> Map.of("name", any(SYSCTLS), "value", "1")));
        return settings;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = bothSettings();
        rarely(settings, "privileged", random::nextBoolean);
        maybe(settings, "allowPrivilegeEscalation", random::nextBoolean);
        maybe(settings, "procMount", () -> any(List.of("Default", "Unmasked", "")));
        maybe(settings, "capabilities", () -> {
            Map<String, Object> capabilities = new LinkedHashMap<>();
            maybe(capabilities, "add", () -> list(() -> any(CAPABILITIES)));
            maybe(capabilities, "drop", () -> list(() -> any(CAPABILITIES)));
            return capabilities;
        });
        return settings;
    }

    private Map<String, Object> bothSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        maybe(settings, "runAsNonRoot", random::nextBoolean);
        maybe(settings, "runAsUser", () -> any(List.of(0, 1, 1000)));
        maybe(settings, "seccompProfile", () -> profile());
        rarely(settings, "appArmorProfile", () -> profile());
        rarely(settings, "windowsOptions", () -> Map.of("hostProcess", random.nextBoolean()));
        rarely(settings, "seLinuxOptions", () -> {
            Map<String, Object> options = new LinkedHashMap<>();
            maybe(options, "type", () -> any(SELINUX_TYPES));
            rarely(options, "user", () -> any(List.of("", "system_u")));
            rarely(options, "role", () -> any(List.of("", "system_r")));
            maybe(options, "level", () -> "s0:c1,c2");
            return options;
        });
        return settings;
    }

    private Map<String, Object> profile() {
        Map<String, Object> profile = new LinkedHashMap<>();
        if (random.nextInt(10) > 0) {
            profile.put("type", any(PROFILE_TYPES));
        }
        return profile;
    }
}
