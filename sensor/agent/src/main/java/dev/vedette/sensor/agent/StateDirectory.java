package dev.vedette.sensor.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The sensor's own folder. */
final class StateDirectory {
    private StateDirectory() {}

    /** Makes it for its owner alone: whoever may open the control socket commands the sensor. */
    static void prepare(Path directory) throws SensorException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new SensorException(
                    "cannot make " + directory + " (" + e.getMessage() + "): choose another with --state", e);
        }
    }
}
