package dev.vedette.sensor.posture.runtime;

import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.posture.NodeProcess;
import dev.vedette.sensor.posture.PostureLook;
import java.util.List;
import java.util.Optional;

/** The node's kubelet: the one that runs, or the one whose file is there. */
final class NodeKubelet {
    private NodeKubelet() {}

    static Optional<KubeletConfig> find(PostureLook look) {
        Optional<NodeProcess> running = NodeProcess.all(look.root()).stream()
                .filter(process -> process.program().equals("kubelet"))
                .findFirst();
        if (running.isEmpty() && look.root().isAbsent(KubeletConfig.USUAL_FILE)) {
            return Optional.empty();
        }
        List<String> arguments = running.map(NodeProcess::arguments).orElse(List.of());
        return Optional.of(KubeletConfig.read(look.root(), arguments, look::problem));
    }
}
