package dev.vedette.sensor.control;

import java.nio.file.Path;

/** Where a sensor with a given state directory listens. */
public final class ControlSocket {
    private ControlSocket() {}

    public static Path in(Path stateDirectory) {
        return stateDirectory.resolve("control.sock");
    }
}
