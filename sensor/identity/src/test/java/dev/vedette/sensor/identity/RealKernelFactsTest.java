package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done to files and how programs begin, in real containers on the real kernel. */
@RequiresContainers
@Timeout(120)
class RealKernelFactsTest extends OwnContainerd {
    @Test
    void knowsTheFileThatAnEndedProcessHasGivenRightsTo() throws Exception {
        try (LiveSensor sensor = LiveSensor.ofAllFacts(new CriClient(containerd.endpoint()));
                RunningPod pod = containerd.pods().pod("shop", "files-1").run()) {
            RunningContainer container =
                    pod.container("web").command("sleep", "1000").run();
            container.exec("sh", "-c", "echo x > /tmp/tool; ln -s /tmp/tool /tmp/link");

            // Looking a file up is given up after a moment, which on a busy machine may be too short once.
            await(() -> {
                container.exec("sh", "-c", "cd /tmp; chmod 4755 link");
                return sensor.all(FileChanged.class).anyMatch(RealKernelFactsTest::givesRightsToKnownFile);
            });

            FileChanged changed = sensor.all(FileChanged.class)
                    .filter(RealKernelFactsTest::givesRightsToKnownFile)
                    .findFirst()
                    .orElseThrow();
            assertThat(changed.container().id()).isEqualTo(container.id());
            assertThat(changed.file().path()).isEqualTo("/tmp/tool");
            assertThat(changed.file().mode() & 07777).isEqualTo(04755);
            assertThat(changed.inRunningContainer()).isTrue();
        }
    }

    @Test
    void tellsWhatAProgramWillLoadAndNothingElseOfItsEnvironment() throws Exception {
        try (LiveSensor sensor = LiveSensor.ofAllFacts(new CriClient(containerd.endpoint()));
                RunningPod pod = containerd.pods().pod("shop", "starts-1").run()) {
            RunningContainer container =
                    pod.container("web").command("sleep", "1000").run();
            container.exec("sh", "-c", "cd /tmp; LD_PRELOAD=/tmp/no.so PASSWORD=hush1 exec /bin/ls /begun-here");

            await(() -> !sensor.programs("/begun-here").isEmpty()
                    && sensor.programs("/begun-here")
                            .getLast()
                            .arguments()
                            .getFirst()
                            .endsWith("ls"));

            ProcessExecuted began = sensor.programs("/begun-here").getLast();
            assertThat(began.start().loaderVariables()).isEqualTo(Map.of("LD_PRELOAD", "/tmp/no.so"));
            assertThat(began.workingDirectory().path()).isEqualTo("/tmp");
            assertThat(began.start().argumentCount()).isEqualTo(2);
            boolean filtered = began.process().credentials().seccompMode() == 2;
            assertThat(began.start().seccompFilters() > 0).isEqualTo(filtered);
            assertThat(began.start().toString()).doesNotContain("hush1");
        }
    }

    private static boolean givesRightsToKnownFile(FileChanged changed) {
        return changed.givesRights() && changed.file().known();
    }
}
