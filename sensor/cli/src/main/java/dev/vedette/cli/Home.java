package dev.vedette.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the program keeps what it makes, as the launcher says, else below the user's home. */
final class Home {
    private static final String VARIABLE = "VEDETTE_HOME";

    private Home() {}

    static Path folder() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".vedette"));
    }

    /** Where a sensor keeps its control socket unless told otherwise. */
    static Path state() {
        return folder().resolve("state");
    }
}
