package dev.vedette.benchmarks.noise;

import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A pod that does honest work.
 *
 * @param name its Deployment's or Job's
 * @param init the script of its init container
 * @param main the script of its container, which runs on or ends
 * @param beside the script of a second container
 * @param uid of all its containers; 0 for root
 * @param volumes folders that its containers share, empty at first
 * @param probe what a probe by exec runs
 * @param ends whether its container is to end, and a new pod to follow
 * @param pod what the pod is given of the node
 * @param container what its containers are given of the node
 */
record Workload(
        String name,
        Optional<String> init,
        String main,
        Optional<String> beside,
        long uid,
        List<String> volumes,
        List<String> probe,
        boolean ends,
        UnaryOperator<PodRequest> pod,
        UnaryOperator<ContainerRequest> container) {

    static Workload of(String name) {
        return new Workload(
                name,
                Optional.empty(),
                name,
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                false,
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    Workload init(String script) {
        return new Workload(name, Optional.of(script), main, beside, uid, volumes, probe, ends, pod, container);
    }

    Workload beside(String script) {
        return new Workload(name, init, main, Optional.of(script), uid, volumes, probe, ends, pod, container);
    }

    Workload uid(long uid) {
        return new Workload(name, init, main, beside, uid, volumes, probe, ends, pod, container);
    }

    Workload volumes(String... paths) {
        return new Workload(name, init, main, beside, uid, List.of(paths), probe, ends, pod, container);
    }

    Workload probe(String... command) {
        return new Workload(name, init, main, beside, uid, volumes, List.of(command), ends, pod, container);
    }

    Workload job() {
        return new Workload(name, init, main, beside, uid, volumes, probe, true, pod, container);
    }

    Workload given(UnaryOperator<PodRequest> pod, UnaryOperator<ContainerRequest> container) {
        return new Workload(name, init, main, beside, uid, volumes, probe, ends, pod, container);
    }
}
