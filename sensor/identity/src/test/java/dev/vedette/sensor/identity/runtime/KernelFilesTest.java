package dev.vedette.sensor.identity.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelFilesTest {
    private final List<String> asked = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(5);
    private final KernelFiles files = new KernelFiles(
            path -> {
                asked.add(path);
                return path.equals("/proc/keys");
            },
            now::get);

    @Test
    void asksTheNodeOnceAMinuteHoweverManyContainersAreMade() {
        for (int container = 0; container < 100; container++) {
            assertThat(files.has("/proc/keys")).isTrue();
            assertThat(files.has("/proc/acpi")).isFalse();
        }
        assertThat(asked).containsExactly("/proc/keys", "/proc/acpi");

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(files.has("/proc/keys")).isTrue();
        assertThat(asked).hasSize(3);
    }

    @Test
    void forgetsRatherThanGrowWhenSpecificationsNameAnything() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(files.has("/proc/" + i)).isFalse();
        }
        assertThat(files.has("/proc/keys")).isTrue();
    }
}
