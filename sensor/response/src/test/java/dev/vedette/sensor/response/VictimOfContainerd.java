package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real containerd, and a container of it for each test to act on; needs root. */
abstract class VictimOfContainerd {
    static final String PERSON = "ann";
    static final CgroupFreezer FREEZER = CgroupFreezer.ofNode();

    /** So long only where the machine is slow, or what is awaited never comes. */
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    static Path work;

    static PrivateContainerd containerd;

    RunningPod pod;
    RunningContainer container;
    Container target;

    @BeforeAll
    static void startRuntime() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
        containerd = PrivateContainerd.start(work.resolve("c"));
        ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
    }

    @AfterAll
    static void stopRuntime() throws IOException {
        if (containerd != null) {
            containerd.close();
        }
    }

    @BeforeEach
    void startContainer() {
        pod = containerd.pods().pod("shop", "victim").run();
        container = pod.container("main")
                .command("sh", "-c", "sleep 5555 & while true; do sleep 0.1; done")
                .run();
        target = Targets.container(container.id(), "shop");
        awaitTrue(() -> Targets.pidsIn(container.id(), "sleep 5555").count() == 1);
    }

    @AfterEach
    void removeContainer() throws IOException {
        if (container.running()) {
            FREEZER.of(container.id()).thaw();
        }
        pod.close();
    }

    static SensorSelf self() {
        return new SensorSelf(ProcessHandle.current().pid(), Optional.empty());
    }

    static void awaitTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            pass(Duration.ofMillis(20));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    static void pass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
