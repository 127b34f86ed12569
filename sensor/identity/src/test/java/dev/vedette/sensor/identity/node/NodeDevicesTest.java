package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeDevicesTest {
    @TempDir
    Path folder;

    @Test
    void onlyAnEmptyDirectoryAndTheNullDeviceHide() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path full = Files.createDirectories(folder.resolve("full/x")).getParent();
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

        assertThat(NodeDevices.hides(Path.of("/dev/null"))).isTrue();
        assertThat(NodeDevices.hides(empty)).isTrue();
        assertThat(NodeDevices.hides(full)).isFalse();
        assertThat(NodeDevices.hides(file)).isFalse();
        assertThat(NodeDevices.hides(link)).isFalse();
        assertThat(NodeDevices.hides(Path.of("/dev/zero"))).isFalse();
        assertThat(NodeDevices.hides(folder.resolve("absent"))).isFalse();
    }

    @Test
    void namesDevicesByTypeAndNumbersAndLeavesTerminalsOut() {
        assertThat(NodeDevices.below(Path.of("/dev")))
                .contains("c 1:3", "c 1:5", "c 5:0")
                .noneMatch(name -> name.startsWith("c 136:"));
        assertThat(NodeDevices.below(folder.resolve("absent"))).isEmpty();
    }
}
