package dev.vedette.sensor.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.RuntimeApi;
import dev.vedette.policy.model.VulnerableVersion;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.posture.health.RuntimeHealth;
import dev.vedette.sensor.posture.runtime.RuntimeApiCheck;
import dev.vedette.sensor.posture.version.RecordStore;
import dev.vedette.sensor.posture.version.VulnerabilityCheck;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real containerd, asked for what it offers, how it is, and what is known of its version; needs root. */
@Timeout(60)
class RealContainerdTest {
    @TempDir
    Path folder;

    @Test
    void itsCriItsHealthAndItsVersionAreSeen() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
        try (PrivateContainerd containerd = PrivateContainerd.start(folder.resolve("c"))) {
            List<RuntimeEndpoint> endpoints = List.of(containerd.endpoint());
            NodeFixture node = new NodeFixture(folder.resolve("root")).with("/proc/sys/kernel/osrelease", "6.18.44");

            assertThat(node.found(new RuntimeApiCheck(() -> endpoints), RuntimeApi.class))
                    .singleElement()
                    .satisfies(api -> assertThat(api.state()).isEqualTo(RuntimeApi.State.CRI_V1));
            assertThat(new RuntimeHealth(() -> endpoints).look())
                    .filteredOn(item -> !item.name().endsWith("conditions"))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.state()).isEqualTo(HealthItem.State.WELL));
            // Debian's 1.7.24 is before 1.7.33, and what answers over CRI names no package.
            assertThat(node.found(
                            new VulnerabilityCheck(new RecordStore(folder.resolve("s")), () -> endpoints),
                            VulnerableVersion.class))
                    .extracting(found -> found.component() + " " + found.cve())
                    .contains("containerd CVE-2026-53488");
        }
    }
}
