package dev.vedette.sensor.discovery;

import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.config.NodeRoot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the kubelets of a node are told to find their runtime.
 *
 * <p>The running ones' flags and files; where none runs, what kubeadm has prepared ({@code kubeadm-flags.env}, and
 * {@code instance-config.yaml} since 1.32; cmd/kubeadm/app/constants there). k3s and RKE2 have the kubelet's flag as one
 * of their own, also as a key of their configuration file (docs.k3s.io, docs.rke2.io: Configuration Options).
 */
record KubeletEndpoints(NodeRoot root) {
    private static final String KUBEADM_FLAGS = "/var/lib/kubelet/kubeadm-flags.env";
    private static final String KUBEADM_INSTANCE = "/var/lib/kubelet/instance-config.yaml";
    private static final Map<String, String> FILES = files();

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(KUBEADM_INSTANCE, "containerRuntimeEndpoint");
        files.put("/etc/rancher/k3s/config.yaml", "container-runtime-endpoint");
        files.put("/etc/rancher/rke2/config.yaml", "container-runtime-endpoint");
        return files;
    }

    /**
     * @param by who says so, as a sentence's subject
     * @param endpoint as it is written
     */
    record Said(String by, String endpoint) {}

    List<Said> said(Consumer<String> trouble) {
        Consumer<ConfigProblem> problems = problem -> trouble.accept(problem.sentence());
        List<Said> all = new ArrayList<>();
        List<List<String>> running = new KubeletProcesses(root).commandLines();
        for (List<String> commandLine : running) {
            fromKubelet(KubeletConfig.read(root, commandLine, problems), all, trouble);
        }
        if (running.isEmpty()) {
            fromKubelet(KubeletConfig.read(root, List.of(), problems), all, trouble);
            prepared().ifPresent(flags -> fromKubelet(KubeletConfig.read(root, flags, problems), all, trouble));
        }
        FILES.forEach((file, key) -> fromFile(file, key, problems).ifPresent(all::add));
        return all;
    }

    private static void fromKubelet(KubeletConfig config, List<Said> all, Consumer<String> trouble) {
        KubeletConfig.InForce endpoint = config.runtimeEndpoint();
        if (!endpoint.isDefault() && !endpoint.value().isBlank()) {
            all.add(new Said("The kubelet's " + endpoint.source(), endpoint.value()));
        }
        // The flag that chose a runtime before there was CRI only; it ended with dockershim.
        config.flag("container-runtime").map(KubeletConfig.InForce::value).ifPresent(kind -> {
            switch (kind) {
                case "docker" ->
                    trouble.accept("The kubelet runs with --container-runtime=docker: " + EndpointText.DOCKERSHIM);
                case "rkt" -> trouble.accept("The kubelet runs with --container-runtime=rkt: " + EndpointText.RKT);
                default -> {} // "remote" says what holds anyway
            }
        });
    }

    /** {@code KUBELET_KUBEADM_ARGS="--flag=value …"}, which systemd splits at blanks. */
    private Optional<List<String>> prepared() {
        return root.value(KUBEADM_FLAGS)
                .map(text ->
                        text.replaceFirst("^[A-Z_]+=", "").replace("\"", " ").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split("\\s+", -1)));
    }

    private Optional<Said> fromFile(String file, String key, Consumer<ConfigProblem> problems) {
        String notKnown = "which runtime it names";
        Optional<String> text = root.exists(file) ? root.read(file, notKnown, problems) : Optional.empty();
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : YamlReader.read(text.get()).stream()
                            .findFirst()
                            .flatMap(document -> document.at(key))
                            .flatMap(node -> node.text())
                            .filter(endpoint -> !endpoint.isBlank())
                            .map(endpoint -> new Said(file, endpoint));
        } catch (YamlException e) {
            problems.accept(new ConfigProblem(file, e.line(), e.column(), "it " + e.getMessage(), notKnown));
            return Optional.empty();
        }
    }
}
