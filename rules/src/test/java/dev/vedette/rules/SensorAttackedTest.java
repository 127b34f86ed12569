package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessAccessed.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-8003")
class SensorAttackedTest {
    private static final long EXT4 = 0xef53;
    private static final int OWN = (int) ProcessHandle.current().pid();
    private static final TargetProcess SENSOR =
            new TargetProcess(Processes.process().pid(OWN).build(), Container.HOST);
    private static final TargetProcess OTHER =
            new TargetProcess(Processes.process().pid(OWN + 1).build(), Container.HOST);

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final EventContext ATTACKER = Events.byServer().context();
    private static final EventContext NODE = Events.byServer().onHost().context();

    @ParameterizedTest
    @CsvSource({"9, CRITICAL", "19, CRITICAL", "15, CRITICAL", "18, HIGH"})
    void findsSignalsFromContainers(int signal, Severity severity) {
        assertThat(JUDGE.only("VDT-8003", new SignalSent(ATTACKER, SENSOR, signal, false))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void ofTheNodesSignalsFindsOnlyWhatStops() {
        assertThat(JUDGE.only("VDT-8003", new SignalSent(NODE, SENSOR, 19, false))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-8003", new SignalSent(NODE, SENSOR, 15, false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", new SignalSent(NODE, SENSOR, 9, false)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"TRACE", "READ_MEMORY", "WRITE_MEMORY", "TAKE_DESCRIPTOR"})
    void findsWhoReachesIntoTheSensor(Operation operation) {
        assertThat(JUDGE.only("VDT-8003", new ProcessAccessed(ATTACKER, operation, SENSOR, 16, false))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsItsMemoryOpened() {
        FileObject memory = Files.on(FileSystemMagic.PROC, "/proc/" + OWN + "/mem");
        FileObject byThread = Files.on(FileSystemMagic.PROC, "/proc/" + OWN + "/task/" + (OWN + 1) + "/mem");

        assertThat(JUDGE.only("VDT-8003", Events.byServer().reads(memory)).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().reads(byThread))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/host/var/lib/vedette/state", "/etc/vedette/policies/house.yaml", "/mnt/var/lib/vedette"})
    void findsItsFilesWrittenUnderWhateverMount(String path) {
        assertThat(JUDGE.only("VDT-8003", Events.byServer().writes(Files.on(EXT4, path)))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @ParameterizedTest
    @EnumSource(
            value = FileChanged.Operation.class,
            names = {"UNLINK", "RENAME", "RMDIR", "CHMOD"})
    void findsItsPinsRemoved(FileChanged.Operation operation) {
        FileObject pin = Files.on(FileSystemMagic.BPF_FS, "/mnt/vedette/1/map");

        FileObject removed = FileObject.ofPath("/sys/fs/bpf/vedette/1/map");

        assertThat(JUDGE.only("VDT-8003", changed(ATTACKER, operation, removed)).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-8003", changed(ATTACKER, operation, pin)).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-8003", changed(NODE, operation, pin)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAMountOverThePins() {
        assertThat(JUDGE.only(
                                "VDT-8003",
                                Events.byServer()
                                        .inHostNamespaces(NamespaceKind.MOUNT)
                                        .mounts("tmpfs", "none", "/sys/fs/bpf", 0, ""))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().mounts("tmpfs", "none", "/sys/fs/bpf", 0, "")))
                .isEmpty();
    }

    @Test
    void isSilentOnOthers() {
        FileObject ofImage = Files.onOverlay("/etc/vedette/x", OverlayLayer.UPPER);
        FileObject ofMemory = Files.on(FileSystemMagic.TMPFS, "/tmp/etc/vedette/x");
        FileObject nameOnly = FileObject.ofPath("/etc/vedette/x");
        FileObject alike = Files.on(EXT4, "/var/lib/vedettes/x");

        assertThat(JUDGE.judge("VDT-8003", new SignalSent(ATTACKER, OTHER, 9, false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", new ProcessAccessed(ATTACKER, Operation.LET_TRACE, SENSOR, 0, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", new ProcessAccessed(ATTACKER, Operation.TRACE, OTHER, 16, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().writes(ofImage))).isEmpty();
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().writes(alike))).isEmpty();
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().writes(ofMemory))).isEmpty();
        assertThat(JUDGE.judge("VDT-8003", changed(ATTACKER, FileChanged.Operation.UNLINK, nameOnly)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().reads(Files.on(EXT4, "/etc/vedette/x"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-8003",
                        new CgroupChanged(
                                ATTACKER,
                                CgroupChanged.Operation.FROZEN,
                                7,
                                "/x",
                                Events.byServer().context().container())))
                .isEmpty();
    }

    private static FileChanged changed(EventContext context, FileChanged.Operation operation, FileObject file) {
        return new FileChanged(
                context,
                operation,
                file,
                FileObject.NONE,
                0,
                file.path(),
                "",
                false,
                FileChanged.KnownBy.KERNEL,
                true,
                FileRole.ORDINARY);
    }

    @Test
    void findsItsGroupFrozen() {
        CgroupChanged frozen =
                new CgroupChanged(ATTACKER, CgroupChanged.Operation.FROZEN, 7, "/x", containerOfThisProcess());

        assertThat(JUDGE.only("VDT-8003", frozen).severity()).isEqualTo(Severity.CRITICAL);
    }

    /** As when memory runs out while a container's program asks for more. */
    @Test
    void isSilentOnSignalsOfTheKernel() {
        assertThat(JUDGE.judge("VDT-8003", new SignalSent(ATTACKER, SENSOR, 9, true)))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherFilesOfProcAndOnAFileOfTheSameName() {
        assertThat(JUDGE.judge(
                        "VDT-8003", Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/" + OWN + "/stat"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", Events.byServer().reads(Files.ofImage("/proc/" + OWN + "/mem"))))
                .isEmpty();
    }

    @Test
    void isSilentOnWhoInstallsItAndOnTheRuntimeThatPreparesItsContainer() {
        FileObject pin = Files.on(FileSystemMagic.BPF_FS, "/sys/fs/bpf/vedette/1/map");
        Processes own = Processes.of(ProcessHandle.current().info().command().orElseThrow());

        assertThat(JUDGE.judge(
                        "VDT-8003", changed(Events.by(own).onHost().context(), FileChanged.Operation.UNLINK, pin)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", changed(Events.by(own).context(), FileChanged.Operation.UNLINK, pin)))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-8003",
                        changed(Events.byServer().duringSetup().context(), FileChanged.Operation.CHMOD, pin)))
                .isEmpty();
    }

    @Test
    void isSilentOnMountsElsewhereAndOnThePinsOwnFileSystem() {
        Events node = Events.byServer().onHost().inHostNamespaces(NamespaceKind.MOUNT);
        FileSystemMounted pins = new FileSystemMounted(
                node.context(),
                FileSystemMounted.Api.MOUNT,
                "bpf",
                "bpf",
                "/sys/fs/bpf",
                0,
                FileSystemMagic.BPF_FS,
                "mode=700");

        assertThat(JUDGE.judge("VDT-8003", node.mounts("ext4", "/dev/sdb", "/mnt", 0, "")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-8003", pins)).isEmpty();
    }

    /** By a name that stands in this process's control groups, as a container's id does in those of a sensor in a pod. */
    private static Container containerOfThisProcess() {
        try {
            String groups = java.nio.file.Files.readString(Path.of("/proc/self/cgroup"));
            List<String> names = Pattern.compile("[/:.\\-\\n]")
                    .splitAsStream(groups)
                    .filter(name -> !name.isEmpty())
                    .toList();
            return Containers.named(names.getLast(), "sensor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
