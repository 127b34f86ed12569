package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2029")
class DeviceControlLoosenedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long FUSE = 0x6573_5546L;
    private static final int LOAD = 5;

    private static BpfUsed bpf(Events by, int command, int program, int attach, boolean succeeded) {
        return new BpfUsed(by.context(), command, program, attach, "devices", succeeded);
    }

    @ParameterizedTest
    @ValueSource(longs = {FileSystemMagic.CGROUP, FUSE})
    void findsTheListOfVersion1(long magic) {
        assertThat(JUDGE.only("VDT-2029", Events.byServer().writes(Files.on(magic, "/m/x/devices.allow")))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.judge("VDT-2029", Events.byServer().writes(Files.on(magic, "/m/devices.deny"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"8, 0, CRITICAL", "9, 0, CRITICAL", "28, 0, CRITICAL", "5, 15, HIGH"})
    void findsProgramsOfVersion2(int command, int program, Severity severity) {
        int attach = command == LOAD ? 0 : 6;

        assertThat(JUDGE.only("VDT-2029", bpf(Events.byServer(), command, program, attach, true))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void takesItMilderWhereEveryDeviceIsAllowed() {
        Events engine = Events.byServer().in(Confinement.privileged());

        assertThat(JUDGE.only("VDT-2029", bpf(engine, LOAD, 15, 0, true)).severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnOtherFilesAndProgramsAndOnTheRuntime() {
        assertThat(JUDGE.judge(
                        "VDT-2029", Events.byServer().reads(Files.on(FileSystemMagic.CGROUP, "/m/devices.allow"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", Events.byServer().writes(Files.ofImage("/srv/devices.allow"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", Events.byServer().writes(Files.on(FileSystemMagic.CGROUP, "/m/tasks"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", bpf(Events.byServer(), LOAD, 1, 0, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", bpf(Events.byServer(), LOAD, 15, 0, false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", bpf(Events.byServer(), 8, 0, 1, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2029", bpf(Events.byServer().onHost(), 8, 0, 6, true)))
                .isEmpty();
    }
}
