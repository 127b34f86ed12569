package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A real containerd for all tests of one class, and a sensor on the real kernel that asks it. */
abstract class OwnContainerd {
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    static Path work;

    static PrivateContainerd containerd;

    @BeforeAll
    static void startContainerd() throws IOException {
        containerd = PrivateContainerd.start(work.resolve("c"));
        ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
    }

    @AfterAll
    static void stopContainerd() throws IOException {
        if (containerd != null) {
            containerd.close();
        }
    }

    static LiveSensor sensor() throws Exception {
        return new LiveSensor(new CriClient(containerd.endpoint()));
    }

    /** Fails if it has not happened after a time that is long for a busy machine. */
    static void await(BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!happened.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(happened.getAsBoolean()).isTrue();
    }
}
