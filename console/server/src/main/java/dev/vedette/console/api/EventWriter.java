package dev.vedette.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes server-sent events. Format: HTML standard, "Server-sent events". Data must be one line, as JSON of ours is.
 */
final class EventWriter {
    private final OutputStream out;

    EventWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes one event.
     *
     * @param id what the browser says when it connects again, null to leave it as it is
     */
    void event(String name, String data, String id) throws IOException {
        String idLine = id == null ? "" : "id: " + id + "\n";
        write("event: " + name + "\n" + idLine + "data: " + data + "\n\n");
    }

    /** Writes something that only keeps the connection alive. */
    void comment(String text) throws IOException {
        write(": " + text + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
