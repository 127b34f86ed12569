package dev.vedette.sensor.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sensor holds open. Closed in the reverse order of opening, each part whatever became of the others. For one
 * thread.
 */
final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** @return the part itself, for the place where it is made */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            closeLast();
        }
    }

    private void closeLast() {
        try {
            parts.pop().close();
        } catch (Exception e) {
            LOG.warn("Something did not close: {}", e.toString());
        }
    }
}
