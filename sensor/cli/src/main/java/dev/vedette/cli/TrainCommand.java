package dev.vedette.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Starts sensor, console and store once, or scans once, and ends, so that the virtual machine learns which classes that
 * needs; the launcher makes a cache of them.
 */
@Command(name = "train", hidden = true, description = "Start everything once, for the cache of loaded classes.")
final class TrainCommand implements Callable<Integer> {
    private enum What {
        SENSOR,
        UP,
        SCAN
    }

    @Parameters(paramLabel = "WHAT", description = "What is to start: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("vedette-train");
        try {
            switch (what) {
                case SENSOR -> new SensorTraining(folder).run(false);
                case UP -> new SensorTraining(folder).run(true);
                case SCAN -> new ScanTraining(folder).run();
            }
        } finally {
            remove(folder);
        }
        return 0;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
