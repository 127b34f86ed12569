package dev.vedette.sensor.posture.kernel;

import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.CrioConfig;
import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.NodeProcess;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the network of pods and their file systems need of the kernel, on nodes that are to run pods.
 *
 * <p>Facts: kubernetes.io, Container Runtimes, "Forwarding IPv4 and letting iptables see bridged traffic". A module built
 * into the kernel or loaded by another way shows by what it makes appear: {@code overlay} in {@code /proc/filesystems},
 * br_netfilter as {@code /proc/sys/net/bridge}. Cilium, and Calico in its eBPF mode, route without bridges.
 */
public final class NetworkCheck implements PostureCheck {
    private static final String BRIDGE = "/proc/sys/net/bridge/bridge-nf-call-";
    private static final List<String> NETWORK_FOLDERS = List.of("/etc/cni/net.d");

    @Override
    public String name() {
        return "network prerequisites";
    }

    @Override
    public void look(PostureLook look) {
        NodeRoot root = look.root();
        // Settings of the network are those of the network that the reader is in: of the node's only on its own root.
        if (!isForPods(root) || root.folder().startsWith("/proc")) {
            return;
        }
        Map<String, String> bridge = new HashMap<>();
        networkWithoutBridges(root).ifPresent(network -> bridge.put("network does without", network));
        String fileSystems = root.value("/proc/filesystems").orElse("");
        if (!fileSystems.isEmpty()) {
            look.setting(
                    "network",
                    "overlay",
                    fileSystems.contains("\toverlay") ? "present" : "absent",
                    "/proc/filesystems",
                    Map.of("needed for", "the layers of images", "remedy", module("overlay")));
        }
        boolean filtered = root.exists("/proc/sys/net/bridge");
        look.setting(
                "network",
                "br_netfilter",
                filtered ? "present" : "absent",
                "/proc/sys/net/bridge",
                with(bridge, "services and policies between pods of one node", module("br_netfilter")));
        sysctl(look, "net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward", "routes between pods and nodes", Map.of());
        if (filtered) {
            sysctl(look, "net.bridge.bridge-nf-call-iptables", BRIDGE + "iptables", "services within a node", bridge);
            sysctl(look, "net.bridge.bridge-nf-call-ip6tables", BRIDGE + "ip6tables", "the same for IPv6", bridge);
        }
    }

    private static boolean isForPods(NodeRoot root) {
        return root.exists(KubeletConfig.USUAL_FILE)
                || root.exists(ContainerdConfig.DEFAULT_FILE)
                || root.exists(CrioConfig.FILE)
                || root.exists(CrioConfig.DROP_INS)
                || NodeProcess.all(root).stream()
                        .anyMatch(process -> process.program().equals("kubelet"));
    }

    private static Optional<String> networkWithoutBridges(NodeRoot root) {
        for (String folder : NETWORK_FOLDERS) {
            for (String file : root.list(folder, "*.conf*")) {
                String text = root.value(folder + "/" + file).orElse("");
                if (text.contains("\"cilium-cni\"")) {
                    return Optional.of("Cilium");
                }
            }
        }
        return root.exists("/sys/fs/bpf/tc/globals/cilium_ipcache")
                ? Optional.of("Cilium")
                : root.exists("/sys/fs/bpf/calico") ? Optional.of("Calico by eBPF") : Optional.empty();
    }

    private static void sysctl(
            PostureLook look, String name, String path, String neededFor, Map<String, String> context) {
        look.root()
                .value(path)
                .ifPresent(value -> look.setting(
                        "network",
                        name,
                        value,
                        path,
                        with(context, neededFor, "set " + name + " = 1 in /etc/sysctl.d")));
    }

    private static Map<String, String> with(Map<String, String> context, String neededFor, String remedy) {
        Map<String, String> all = new HashMap<>(context);
        all.put("needed for", neededFor);
        all.put("remedy", remedy);
        return all;
    }

    private static String module(String name) {
        return "modprobe " + name + ", and list it in /etc/modules-load.d";
    }
}
