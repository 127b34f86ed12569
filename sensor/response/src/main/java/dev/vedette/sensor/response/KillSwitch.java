package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops all automatic responses of a node: a file in the sensor's folder that is there or not. So it works from outside
 * too, when the sensor does not answer, and holds over a restart. Letting go, and what people ask for, go on. Thread-safe.
 *
 * @param file empty: nothing can be stopped
 */
public record KillSwitch(Optional<Path> file) {
    private static final String NAME = "responses-stopped";
    private static final int MOST_SHOWN = 256;

    /** The switch of the sensor with this folder. */
    public static KillSwitch in(Path stateDirectory) {
        return new KillSwitch(Optional.of(stateDirectory.resolve(NAME)));
    }

    /** Who has stopped them and when, in words; empty while they go on. */
    public Optional<String> stopped() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return Optional.empty();
        }
        try {
            String said = Files.readString(file.get()).strip();
            return Optional.of(said.isEmpty() ? "stopped" : said.substring(0, Math.min(said.length(), MOST_SHOWN)));
        } catch (IOException e) {
            return Optional.of("stopped"); // whoever put it there meant it, readable or not
        }
    }

    /** Stops them from now on. */
    public void stop(String requestedBy, Instant now) throws IOException {
        OwnFiles.replace(path(), "stopped by " + requestedBy + " at " + now + "\n");
    }

    /** Lets them go on; whether they were stopped. */
    public boolean goOn() throws IOException {
        return Files.deleteIfExists(path());
    }

    private Path path() {
        return file.orElseThrow(() -> new IllegalStateException("this sensor has no folder"));
    }
}
