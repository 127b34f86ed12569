package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written to the files of control groups of version 2, on a folder that has the files of a container as
 * admin-guide/cgroup-v2.rst describes them: a stand-in for a kernel whose controllers are in version 2.
 */
class ThrottleVersionTwoTest {
    private static final String ID = "d".repeat(64);

    @TempDir
    Path root;

    private Path group;
    private Throttle throttle;

    @BeforeEach
    void makeGroup() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu io memory pids\n");
        group = Files.createDirectories(root.resolve("kubepods.slice/cri-containerd-" + ID + ".scope"));
        Files.writeString(group.resolve("cpu.max"), "max 100000\n");
        Files.writeString(group.resolve("memory.high"), "max\n");
        Files.writeString(group.resolve("pids.max"), "99\n");
        Files.writeString(group.resolve("io.max"), "");
        Path disk = Files.createDirectories(root.resolve("block/vda"));
        Files.writeString(disk.resolve("dev"), "254:0\n");
        Files.writeString(Files.createDirectories(root.resolve("block/loop0")).resolve("dev"), "7:0\n");
        throttle = Throttle.under(root, root.resolve("block"));
    }

    @Test
    void writesTheLimitsAndPutsBackWhatWasThere() throws Exception {
        LastingStep.Plan plan = throttle.plan(order("cpu", "200m", "memory", "64Mi", "io", "1Mi", "pids", "32"));

        Effect applied = throttle.apply(Targets.container(ID, "shop"), plan.kept());

        assertThat(applied.verified()).as(applied.detail()).isTrue();
        assertThat(group.resolve("cpu.max")).hasContent("20000 100000");
        assertThat(group.resolve("memory.high")).hasContent("67108864");
        assertThat(group.resolve("io.max")).hasContent("254:0 rbps=1048576 wbps=1048576");
        assertThat(group.resolve("pids.max")).content().startsWith("32");
        assertThat(throttle.inForce(Targets.container(ID, "shop"), plan.kept())).isTrue();

        assertThat(throttle.undo(Targets.container(ID, "shop"), plan.kept()).verified())
                .isTrue();
        assertThat(group.resolve("cpu.max")).content().startsWith("max 100000");
        assertThat(group.resolve("memory.high")).content().startsWith("max");
        assertThat(group.resolve("io.max")).content().startsWith("254:0 rbps=max wbps=max");
        assertThat(group.resolve("pids.max")).content().startsWith("99");
    }

    @Test
    void notesThatSomebodyElseHasTakenALimitAway() throws Exception {
        LastingStep.Plan plan = throttle.plan(order("cpu", "200m"));
        throttle.apply(Targets.container(ID, "shop"), plan.kept());

        Files.writeString(group.resolve("cpu.max"), "max 100000\n");

        assertThat(throttle.inForce(Targets.container(ID, "shop"), plan.kept())).isFalse();
    }

    @Test
    void saysThatAContainerHasNoGroup() {
        assertThatThrownBy(() -> throttle.plan(new Order(
                        "r-1",
                        ResponseAction.THROTTLE,
                        Targets.container("e".repeat(64), "shop"),
                        null,
                        ResponseOptions.NONE,
                        null,
                        "ann",
                        false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has it ended?");
    }

    private static Order order(String... options) {
        ResponseOptions read = ResponseOptions.NONE;
        for (int i = 0; i < options.length; i += 2) {
            read = read.with(options[i], options[i + 1]);
        }
        assertThat(read.written()).isNotEqualTo(Map.of());
        return new Order("r-1", ResponseAction.THROTTLE, Targets.container(ID, "shop"), null, read, null, "ann", false);
    }
}
