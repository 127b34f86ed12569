package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program allows that the real runc loads for a container of version 2. The runtime is run in a mount namespace in
 * which the v2 hierarchy stands where it looks for it, so that it takes the node for one of version 2 alone; needs root.
 */
class RuntimesProgramTest {
    private static final String NOTHING = "{\"allow\":false,\"access\":\"rwm\"}";
    private static final String FUSE = "{\"allow\":true,\"type\":\"c\",\"major\":10,\"minor\":229,\"access\":\"rwm\"}";
    private static final String DISKS_TO_READ = "{\"allow\":true,\"type\":\"b\",\"major\":8,\"access\":\"r\"}";
    private static final String EVERYTHING = "{\"allow\":true,\"access\":\"rwm\"}";

    /** Beside what the specification names, the runtime's own few; versions differ in the console and tun. */
    private static final Set<String> ORDINARY = Set.of(
            "b *:* m",
            "c *:* m",
            "c 1:3 rw",
            "c 1:5 rw",
            "c 1:7 rw",
            "c 1:8 rw",
            "c 1:9 rw",
            "c 5:0 rw",
            "c 5:1 rw",
            "c 5:2 rw",
            "c 136:* rw",
            "c 10:200 rw",
            "c 10:229 rw",
            "b 8:* r");

    @TempDir
    Path bundle;

    @Test
    void whatTheSpecificationAndTheRuntimeAllowIsFound() throws Exception {
        assertThat(allowed(String.join(",", NOTHING, FUSE, DISKS_TO_READ)))
                .contains("b *:* m", "c *:* m", "c 1:3 rw", "c 1:9 rw", "c 136:* rw", "c 10:229 rw", "b 8:* r")
                .isSubsetOf(ORDINARY);
    }

    @Test
    void aContainerThatMayUseEverythingIsSeenToBe() throws Exception {
        assertThat(allowed(NOTHING + "," + EVERYTHING)).containsExactlyInAnyOrder("b *:* rwm", "c *:* rwm");
    }

    private Set<String> allowed(String rules) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a runtime needs root");
        Path hierarchy = Files.exists(Path.of("/sys/fs/cgroup/unified"))
                ? Path.of("/sys/fs/cgroup/unified")
                : Path.of("/sys/fs/cgroup");
        String id = "vedette-" + UUID.randomUUID();
        Path group = hierarchy.resolve(id);
        write(id, rules);
        Process container = run(hierarchy, id);
        try (BufferedReader said = container.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("begun");
            return new DevicePrograms().of(group).orElseThrow();
        } finally {
            container.getOutputStream().close();
            container.waitFor();
        }
    }

    private Process run(Path hierarchy, String id) throws IOException {
        String script = "mount --bind \"$1\" /sys/fs/cgroup && exec runc --root \"$2/state\" run --no-pivot"
                + " --bundle \"$2\" \"$3\"";
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                script,
                "sh",
                hierarchy.toString(),
                bundle.toString(),
                id));
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
        return builder.redirectErrorStream(true).start();
    }

    private void write(String id, String rules) throws IOException {
        for (String folder : List.of("bin", "proc", "dev")) {
            Files.createDirectories(bundle.resolve("root").resolve(folder));
        }
        Files.copy(Path.of("/bin/busybox"), bundle.resolve("root/bin/busybox"));
        Files.writeString(bundle.resolve("config.json"), """
                {"ociVersion": "1.0.2", "root": {"path": "root"},
                 "process": {"cwd": "/", "user": {"uid": 0, "gid": 0}, "env": ["PATH=/bin"],
                  "args": ["/bin/busybox", "sh", "-c", "echo begun; read line; true"]},
                 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
                 "linux": {"cgroupsPath": "/%s", "resources": {"devices": [%s]},
                  "namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}, {"type": "uts"},
                   {"type": "network"}]}}
                """.formatted(id, rules));
    }
}
