package dev.vedette.sensor.cri;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One container runtime of the node, in whatever language it is spoken to.
 *
 * <p>Thread-safe. Every call is bounded in time and memory, and throws {@link ContainerRuntimeException} and nothing else
 * when the runtime is absent, does not answer, or answers what its language does not allow.
 */
public interface ContainerRuntime extends AutoCloseable {
    RuntimeEndpoint endpoint();

    RuntimeVersion version();

    /** What the runtime itself says it lacks, one sentence each; empty when it is ready. */
    List<String> complaints();

    /** All containers in every state, without specification and pid. Pods' sandboxes are not among them. */
    List<ContainerDetail> containers();

    /** One container with all that the runtime knows; empty if the runtime does not know it. */
    Optional<ContainerDetail> container(String id);

    /** All pods in every state, without specification and address; none where the runtime knows no pods. */
    List<PodDetail> pods();

    /** One pod with all that the runtime knows; empty if the runtime does not know it. */
    Optional<PodDetail> pod(String sandboxId);

    /**
     * Hands over the runtime's events, all from the calling thread, until the stream ends or {@code subscription} is
     * cancelled; then it returns. To go on after a failure, call it again. Events of before the call are left out.
     *
     * @param onOpen called once the call is on its way and the runtime has shown to be alive: list now
     * @throws ContainerRuntimeException if the runtime does not answer, goes away, or has no events
     */
    void events(Subscription subscription, Runnable onOpen, Consumer<ContainerEvent> onEvent);

    /**
     * Stops a container: asks it to end, and kills it after {@code grace}. Returns when it has ended.
     *
     * @param grace whole seconds; zero kills at once
     */
    void stop(String containerId, Duration grace);

    /**
     * Writes a container's whole state to a file, where the runtime and CRIU can: containerd before 2.0 has the call and
     * answers that it is not implemented.
     */
    default void checkpoint(String containerId, Path file) {
        throw new ContainerRuntimeException(
                ContainerRuntimeException.Reason.UNSUPPORTED, endpoint() + " makes no checkpoints.");
    }

    /** How {@link #stop} is done, for people, for example {@code CRI StopContainer}. */
    String stopping();

    /**
     * The runtime's own way to hold containers; empty where it has none, for which the kernel's freezer is.
     *
     * @param patience the deadline of each of its calls
     */
    Optional<Holding> holding(Duration patience);

    @Override
    void close();
}
