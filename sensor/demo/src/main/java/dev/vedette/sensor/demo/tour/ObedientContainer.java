package dev.vedette.sensor.demo.tour;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A container whose main program does what it is told, so that what it does is its own doing. */
public final class ObedientContainer {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RunningContainer container;

    /** @param container runs {@code obey.sh} of the demonstration's image */
    public ObedientContainer(RunningContainer container) {
        this.container = container;
    }

    public RunningContainer container() {
        return container;
    }

    /** Tells it a shell command and returns at once; orders are carried out one after the other. */
    public void order(String command) throws IOException {
        Path orders = Path.of("/proc/" + container.pid() + "/root/run/orders");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(orders) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        // Read and write, so that opening the pipe does not wait for its reader.
        try (FileChannel pipe = FileChannel.open(orders, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            pipe.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }
}
