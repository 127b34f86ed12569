package dev.vedette.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Names the folder of the sensor that a command is about. */
final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "The sensor's folder with its control socket (default: .vedette/state of the checkout).")
    private Path folder;

    Path folder() {
        return folder == null ? Home.state() : folder;
    }
}
