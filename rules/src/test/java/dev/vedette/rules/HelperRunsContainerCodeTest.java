package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.MemoryProtected.Operation;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProgramStart;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2028")
class HelperRunsContainerCodeTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long NODES_ROOT = 8;
    private static final FileObject SHIM = onNode("/usr/bin/containerd-shim-runc-v2");
    private static final FileObject SHELL = onNode("/bin/bash");
    private static final FileObject LIBRARY = Files.onOverlay("/lib/libnss_files.so.2", OverlayLayer.LOWER);

    private static FileObject onNode(String path) {
        return new FileObject(
                path,
                NODES_ROOT,
                path.hashCode(),
                0,
                0xef53,
                1,
                0100755,
                0,
                OverlayLayer.NONE,
                FileObject.PathEnd.ROOT);
    }

    private static ProcessExecuted runs(Processes process, long root, Map<String, String> loaders) {
        ProgramStart start =
                new ProgramStart(FileObject.NONE, FileObject.NONE, root, 2, loaders, true, 1, false, false, 0);
        return new ProcessExecuted(
                Events.by(process).onHost().context(), "", false, null, ProcessExecuted.Session.NONE, start);
    }

    private static MemoryProtected loads(Processes process, FileObject file) {
        return new MemoryProtected(
                Events.by(process).duringSetup().context(), Operation.MAP, file, 0, 4_096, false, false);
    }

    private static Processes node(String path, FileObject parent) {
        return Processes.process().executable(onNode(path)).childOfNode(parent);
    }

    @Test
    void findsAContainersProgramRunOnTheNode() {
        Processes byHook = Processes.of("/bin/ldconfig").childOfNode(SHIM);
        Processes byPerson = Processes.of("/usr/bin/python3").childOfNode(SHELL);

        assertThat(JUDGE.only("VDT-2028", runs(byHook, NODES_ROOT, Map.of())).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2028", runs(byPerson, NODES_ROOT, Map.of())).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsAContainersLibraryInAHelper() {
        assertThat(JUDGE.only("VDT-2028", loads(node("/usr/bin/docker-tar", SHIM), LIBRARY))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2028", loads(node("/usr/bin/perl", SHELL), LIBRARY))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsAHookThatLoadsWhatLiesInItsFolder() {
        Processes hook = node("/usr/bin/nvidia-ctk", SHIM);

        assertThat(JUDGE.judge("VDT-2028", runs(hook, NODES_ROOT, Map.of("LD_PRELOAD", "/proc/self/cwd/poc.so"))))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-2028", runs(hook, NODES_ROOT, Map.of("LD_AUDIT", "a.so:./lib/poc.so"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnTheNodesOwnProgramsAndOnWhoHasGoneIntoTheRoot() {
        long containersRoot = LIBRARY.device();
        Processes chrooted = Processes.of("/sbin/ldconfig").childOfNode(SHIM);

        assertThat(JUDGE.judge("VDT-2028", runs(chrooted, containersRoot, Map.of())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", runs(node("/usr/bin/runc", SHIM), NODES_ROOT, Map.of())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", loads(Processes.of("/usr/bin/perl"), LIBRARY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", loads(node("/usr/bin/perl", SHELL), onNode("/usr/lib/x.so"))))
                .isEmpty();
    }

    @Test
    void isSilentOnLoadersVariablesOfTheNode() {
        Map<String, String> snap = Map.of("LD_LIBRARY_PATH", "/snap/microk8s/1/lib:/snap/microk8s/1/usr/lib");
        Map<String, String> allocator = Map.of("LD_PRELOAD", "libjemalloc.so.2");

        assertThat(JUDGE.judge("VDT-2028", runs(node("/usr/bin/runc", SHIM), NODES_ROOT, snap)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", runs(node("/usr/bin/runc", SHIM), NODES_ROOT, allocator)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", runs(node("/usr/bin/x", SHELL), NODES_ROOT, Map.of("LD_PRELOAD", "./x.so"))))
                .isEmpty();
    }

    /** An image that is mounted into the container as a volume. */
    @Test
    void isSilentOnContainersThatRunWhatAnotherImageBrings() {
        FileObject brought = new FileObject(
                "/tools/run",
                77,
                5,
                0,
                FileSystemMagic.OVERLAY,
                1,
                0100755,
                0,
                OverlayLayer.LOWER,
                FileObject.PathEnd.ROOT);
        Processes tool = Processes.process().executable(brought);
        ProgramStart start = new ProgramStart(
                FileObject.NONE, FileObject.NONE, LIBRARY.device(), 2, Map.of(), true, 1, false, false, 0);

        assertThat(JUDGE.judge(
                        "VDT-2028",
                        new ProcessExecuted(
                                Events.by(tool).context(), "", false, null, ProcessExecuted.Session.MAIN, start)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2028", Events.by(tool).makesExecutable(Operation.MAP, LIBRARY, false)))
                .isEmpty();
    }

    @Test
    void isSilentOnContainersThatLoadLibrariesOfTheirOwnFolder() {
        Processes application = Processes.of("/app/server").childOfNode(SHIM);

        assertThat(JUDGE.judge("VDT-2028", Events.by(application).executesWith(Map.of("LD_LIBRARY_PATH", "./lib"))))
                .isEmpty();
    }
}
