package dev.vedette.sensor.posture.runtime;

import dev.vedette.policy.model.ApiExposed;
import dev.vedette.policy.model.ApiExposed.Reach;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.Setting;
import dev.vedette.sensor.posture.NodeProcess;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may command the node's runtimes: by their sockets, and by addresses of TCP that they or a relay take. */
public final class ApiExposureCheck implements PostureCheck {
    /** By the runtimes' own documentation; those that are links to others are looked at once. */
    private static final Map<String, String> SOCKETS = Map.of(
            "/run/containerd/containerd.sock", "containerd",
            "/run/k3s/containerd/containerd.sock", "containerd of k3s",
            "/run/k0s/containerd.sock", "containerd of k0s",
            "/run/crio/crio.sock", "CRI-O",
            "/run/cri-dockerd.sock", "cri-dockerd",
            "/run/docker.sock", "docker",
            "/run/podman/podman.sock", "podman",
            "/run/buildkit/buildkitd.sock", "buildkit");

    private static final Pattern RELAY_LISTENS =
            Pattern.compile("(?i)^(?:tcp4?6?|ssl|openssl)-l(?:isten)?:(?:[^,]*:)?(\\d{1,5})(.*)$");
    private static final Pattern RELAY_TARGET = Pattern.compile(
            "(?i)^unix(?:-c(?:onnect|lient))?:([^,]*/(?:docker|containerd|crio|podman|cri-dockerd)\\.sock).*$");

    @Override
    public String name() {
        return "runtime sockets";
    }

    @Override
    public void look(PostureLook look) {
        SOCKETS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(socket -> SocketAccess.of(look.root(), socket.getKey())
                        .ifPresent(access -> look.found(new ApiExposed(
                                socket.getValue(),
                                socket.getKey(),
                                access.reach(),
                                access.who(),
                                access.seen(),
                                look.epochNanos()))));
        List<NodeProcess> processes = NodeProcess.all(look.root());
        new DockerAddresses(look, processes).tell();
        ContainerdConfig.read(look.toml(), ContainerdConfig.DEFAULT_FILE, Optional.empty(), look::problem)
                .flatMap(config -> config.tree().at("grpc", "tcp_address"))
                .filter(address -> !address.text().isBlank())
                .ifPresent(address -> containerd(look, address));
        processes.forEach(process -> relay(look, process));
    }

    /** containerd's TCP address can ask for certificates too ({@code grpc.tcp_tls_ca}). */
    private static void containerd(PostureLook look, Setting address) {
        boolean closed = ContainerdConfig.read(
                        look.toml(), ContainerdConfig.DEFAULT_FILE, Optional.empty(), problem -> {})
                .flatMap(config -> config.tree().at("grpc", "tcp_tls_ca"))
                .isPresent();
        look.found(tcp(look, "containerd", address.text(), closed, address.place()));
    }

    /** socat and its kin: a listening address on one side, a runtime's socket on the other. */
    private static void relay(PostureLook look, NodeProcess process) {
        Optional<Matcher> listens = process.arguments().stream()
                .map(RELAY_LISTENS::matcher)
                .filter(Matcher::matches)
                .findFirst();
        Optional<Matcher> target = process.arguments().stream()
                .map(RELAY_TARGET::matcher)
                .filter(Matcher::matches)
                .findFirst();
        if (listens.isPresent() && target.isPresent()) {
            String options = listens.get().group(2).toLowerCase(Locale.ROOT);
            boolean loopback = options.contains("bind=127.") || options.contains("bind=localhost");
            look.found(tcp(
                    look,
                    "a relay to " + target.get().group(1),
                    (loopback ? "127.0.0.1:" : "0.0.0.0:") + listens.get().group(1),
                    false,
                    "the arguments of process " + process.pid() + ", " + process.program()));
        }
    }

    static ApiExposed tcp(PostureLook look, String runtime, String address, boolean checksCallers, String source) {
        String host = address.replaceFirst("^[a-z]+://", "");
        boolean loopback = host.startsWith("127.") || host.startsWith("localhost") || host.startsWith("[::1]");
        Reach reach = checksCallers ? Reach.ROOT : loopback ? Reach.NODE : Reach.NETWORK;
        String who = checksCallers
                ? "callers with a certificate"
                : loopback ? "everybody on the node and in its network" : "whoever reaches the node";
        return new ApiExposed(runtime, host, reach, who, source, look.epochNanos());
    }
}
