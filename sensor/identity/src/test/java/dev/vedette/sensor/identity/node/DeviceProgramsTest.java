package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Groups of this machine that the test makes; what runtimes load is looked at in {@link RuntimesProgramTest}. */
class DeviceProgramsTest {
    private final DevicePrograms programs = new DevicePrograms();

    @Test
    void aGroupForWhichNoProgramDecidesMayUseEverything() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "programs are shown to root");
        Path root = Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
                .map(Path::of)
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow();
        Path group = Files.createDirectory(
                root.resolve("vedette-identity-" + ProcessHandle.current().pid()));
        try {
            Set<String> allowed = programs.of(group).orElseThrow();

            assertThat(allowed).containsExactlyInAnyOrder("b *:* rwm", "c *:* rwm");
            assertThat(DevicePrograms.allowsEverything(allowed)).isTrue();
        } finally {
            Files.delete(group);
        }
    }

    @Test
    void ofAGroupThatIsGoneNothingIsKnown() {
        assertThat(programs.of(Path.of("/sys/fs/cgroup/none/such"))).isEmpty();
    }
}
