package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.io.IOException;
import java.util.Optional;

/**
 * A private runtime of whichever kind, with an image of busybox, for what must hold on all of them alike. Not
 * thread-safe.
 */
public interface AnyRuntime extends AutoCloseable {
    /** Where it is asked; empty for one that is known by its files. */
    Optional<RuntimeEndpoint> endpoint();

    /**
     * Starts a container in the background that runs a shell script.
     *
     * @return its id
     */
    String start(String name, String script) throws IOException;

    /** Has a shell script carried out in a container; what it says on both outputs, whether it fails or not. */
    String says(String id, String script) throws IOException;

    /** How the runtime itself calls the container's state, in its own words. */
    String state(String id) throws IOException;

    @Override
    void close() throws IOException;
}
