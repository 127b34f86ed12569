package dev.vedette.sensor.config;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The kubelet's settings as they are in force: flags before drop-ins before the file before the defaults.
 *
 * <p>Facts: "kubelet command line parameters, if set, take precedence over the corresponding fields of the file", and
 * drop-ins are the {@code *.conf} files of {@code --config-dir} in lexical order (kubernetes.io, Set Kubelet Parameters Via
 * A Configuration File). Of a flag given twice the last counts. With a file the safe defaults of
 * {@code kubelet.config.k8s.io/v1beta1} hold; without one those of the flags, which are older: anonymous requests
 * allowed, AlwaysAllow, read-only port 10255 (cmd/kubelet/app/options, applyLegacyDefaults). Immutable, thread-safe.
 */
public final class KubeletConfig {
    /** Where kubeadm puts the file. */
    public static final String USUAL_FILE = "/var/lib/kubelet/config.yaml";

    private static final String NOT_KNOWN = "what the kubelet's settings in it are";
    private final Map<String, String> flags;
    private final List<Layer> layers;
    private final boolean incomplete;

    private record Layer(String file, LocatedNode document) {}

    /**
     * A value and where it comes from.
     *
     * @param source file and line, the flag, or {@code default}
     */
    public record InForce(String value, String source) {
        public boolean isDefault() {
            return source.startsWith("default");
        }
    }

    private KubeletConfig(Map<String, String> flags, List<Layer> layers, boolean incomplete) {
        this.flags = Map.copyOf(flags);
        this.layers = List.copyOf(layers);
        this.incomplete = incomplete;
    }

    /**
     * Reads what a kubelet was started with.
     *
     * @param arguments its command line with or without the program; empty where none runs, which reads the usual file
     */
    public static KubeletConfig read(NodeRoot root, List<String> arguments, Consumer<ConfigProblem> problems) {
        Map<String, String> flags = flags(arguments);
        List<String> files = new ArrayList<>();
        if (flags.containsKey("config")) {
            files.add(flags.get("config"));
        } else if (arguments.isEmpty() && !root.isAbsent(USUAL_FILE)) {
            files.add(USUAL_FILE);
        }
        boolean[] incomplete = {false};
        Consumer<ConfigProblem> told = problem -> {
            incomplete[0] = true;
            problems.accept(problem);
        };
        String dropIns = flags.getOrDefault("config-dir", "");
        if (!dropIns.isEmpty()) {
            root.list(dropIns, "*.conf", NOT_KNOWN, told).forEach(name -> files.add(dropIns + "/" + name));
        }
        List<Layer> layers = new ArrayList<>();
        for (String file : files) {
            document(root, file, told).ifPresent(document -> layers.addFirst(new Layer(file, document)));
        }
        return new KubeletConfig(flags, layers, incomplete[0]);
    }

    private static Optional<LocatedNode> document(NodeRoot root, String file, Consumer<ConfigProblem> problems) {
        if (root.isAbsent(file)) {
            problems.accept(
                    new ConfigProblem(file, 0, 0, "the kubelet was told to read it but it is not there", NOT_KNOWN));
            return Optional.empty();
        }
        Optional<String> text = root.read(file, NOT_KNOWN, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return YamlReader.read(text.get()).stream().findFirst();
        } catch (YamlException e) {
            problems.accept(new ConfigProblem(file, e.line(), e.column(), "it " + e.getMessage(), NOT_KNOWN));
            return Optional.empty();
        }
    }

    /** Flags as {@code --name=value}, {@code --name value} or {@code --name} for true; the last one counts. */
    private static Map<String, String> flags(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-") || argument.equals("--") || argument.equals("-")) {
                continue;
            }
            String name = argument.replaceFirst("^--?", "");
            int equals = name.indexOf('=');
            if (equals >= 0) {
                flags.put(name.substring(0, equals), name.substring(equals + 1));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-")) {
                flags.put(name, arguments.get(i + 1));
            } else {
                flags.put(name, "true");
            }
        }
        return flags;
    }

    /** Whether a file that counts could not be read, so that what looks like a default may be none. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Whether a configuration file holds, and so its defaults. */
    public boolean hasFile() {
        return incomplete || !layers.isEmpty();
    }

    /** The value of a flag alone. */
    public Optional<InForce> flag(String name) {
        return Optional.ofNullable(flags.get(name)).map(value -> new InForce(value, "flag --" + name));
    }

    /**
     * The value in force.
     *
     * @param flag the flag's name, "" where there is none
     * @param withFile the default where there is a configuration file
     * @param withoutFile the default where there is none
     * @param keys the field in the file
     */
    public InForce inForce(String flag, String withFile, String withoutFile, String... keys) {
        if (flags.containsKey(flag)) {
            return new InForce(flags.get(flag), "flag --" + flag);
        }
        for (Layer layer : layers) {
            Optional<LocatedNode> node = layer.document().at(keys);
            if (node.isPresent()) {
                return new InForce(
                        node.get().text().orElse(""),
                        layer.file() + ":" + node.get().line() + " (" + String.join(".", keys) + ")");
            }
        }
        return hasFile()
                ? new InForce(withFile, "default of the kubelet's configuration file")
                : new InForce(withoutFile, "default of the kubelet's flags");
    }

    public InForce cgroupDriver() {
        return inForce("cgroup-driver", "cgroupfs", "cgroupfs", "cgroupDriver");
    }

    public InForce anonymousAuth() {
        return inForce("anonymous-auth", "false", "true", "authentication", "anonymous", "enabled");
    }

    public InForce authorizationMode() {
        return inForce("authorization-mode", "Webhook", "AlwaysAllow", "authorization", "mode");
    }

    public InForce readOnlyPort() {
        return inForce("read-only-port", "0", "10255", "readOnlyPort");
    }

    public InForce seccompDefault() {
        return inForce("seccomp-default", "false", "false", "seccompDefault");
    }

    public InForce protectKernelDefaults() {
        return inForce("protect-kernel-defaults", "false", "false", "protectKernelDefaults");
    }

    public InForce clientCaFile() {
        return inForce("client-ca-file", "", "", "authentication", "x509", "clientCAFile");
    }

    public InForce runtimeEndpoint() {
        return inForce(
                "container-runtime-endpoint",
                "unix:///run/containerd/containerd.sock",
                "unix:///run/containerd/containerd.sock",
                "containerRuntimeEndpoint");
    }
}
