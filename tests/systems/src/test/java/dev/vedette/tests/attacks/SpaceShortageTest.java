package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VDT-4007: a small disk of the node's that two containers have volumes on, and that one of them fills. */
@OnAttackRange
class SpaceShortageTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 64 * MIB;
    private static final int OLD = 44 * MIB;

    /** Half a mebibyte a second, so that it grows between two looks whenever they are, until the disk is full. */
    private static final String FILLS = "exec perl -e 'open(my $f, \">\", \"/data/part\"); $f->autoflush(1);"
            + " for (1..60) { print $f (\"x\" x 262144) or last; select undef, undef, undef, 0.5 } sleep 60'";

    private final AttackRange range;
    private Path disk;

    SpaceShortageTest(AttackRange range) {
        this.range = range;
    }

    @BeforeEach
    void mount() throws Exception {
        Path folder = range.folder();
        Path image = folder.resolve("disk.img");
        Files.write(image, new byte[SIZE]);
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        run("mount", "-o", "loop", image.toString(), disk.toString());
        Files.write(disk.resolve("old"), new byte[OLD]);
    }

    @AfterEach
    void unmount() throws Exception {
        // Lazily: on its way to the end a container may hold it still.
        run("umount", "--lazy", disk.toString());
    }

    @Test
    void namesTheContainerThatFillsADiskThatAnotherWritesToAndNotTheOther() throws Exception {
        RunningContainer neighbour = run("web", "exec sleep 120");
        RunningContainer culprit = run("batch", FILLS);

        Finding found;
        try {
            found = range.findings().await("who fills the disk", Waiting.LONG, this::isOfThisDisk);
        } finally {
            neighbour.stop();
            culprit.stop();
        }

        assertThat(found.severity()).as(found.message()).isEqualTo(Severity.MEDIUM);
        assertThat(found.container().id()).isEqualTo(culprit.id());
        assertThat(found.message()).contains("space left", "range/batch/batch grew by");
        assertThat(found.evidence())
                .containsEntry("culprit", "range/batch/batch")
                .hasEntrySatisfying(
                        "who writes there",
                        writers -> assertThat(writers).contains("range/batch/batch", "range/web/web"));
    }

    private boolean isOfThisDisk(Finding finding) {
        return finding.ruleId().equals("VDT-4007") && finding.message().contains(disk.toString());
    }

    private RunningContainer run(String name, String script) throws IOException {
        Path volume = Files.createDirectory(disk.resolve(name));
        return range.containerd()
                .pods()
                .pod("range", name)
                .run()
                .container(name)
                .runtimeSeccomp()
                .mount(volume, "/data", false)
                .command("sh", "-c", script)
                .run();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .inheritIO()
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
