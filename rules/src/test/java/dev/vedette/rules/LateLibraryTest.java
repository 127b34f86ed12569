package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3037")
class LateLibraryTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Duration OLD = Duration.ofHours(1);
    private static final Processes SERVER =
            Processes.of("/usr/sbin/server").pid(200).serving();
    private static final Processes PROGRAM = Processes.of("/usr/bin/tool").pid(300);
    private static final Processes OTHER = Processes.of("/bin/cp").pid(400);

    private static FileObject late(String path) {
        return Files.onOverlay(path, OverlayLayer.UPPER);
    }

    private static void written(Processes by, Duration age, FileObject file) {
        assertThat(JUDGE.judge("VDT-3037", Events.by(by).inContainerOfAge(age).writes(file)))
                .isEmpty();
    }

    private static List<Finding> loads(Processes by, FileObject file) {
        return JUDGE.judge(
                "VDT-3037",
                Events.by(by).inContainerOfAge(OLD).makesExecutable(MemoryProtected.Operation.MAP, file, false));
    }

    @Test
    void findsCodeWithoutAFile() {
        assertThat(loads(PROGRAM, Files.inMemory("x"))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.message()).contains("from memory");
        });
        assertThat(loads(PROGRAM, Files.deleted("/tmp/a.so"))).hasSize(1);
    }

    @Test
    void findsWhatAnotherWroteUnderWhateverName() {
        FileObject library = late("/usr/lib/liba.so");
        FileObject data = late("/tmp/data.txt");
        FileObject onTmpfs = Files.on(FileSystemMagic.TMPFS, "/dev/shm/b.so");
        written(OTHER, OLD, library);
        written(OTHER, OLD, onTmpfs);

        assertThat(loads(SERVER, library))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.HIGH));
        assertThat(loads(PROGRAM, data))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.MEDIUM));
        assertThat(loads(PROGRAM, onTmpfs))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void ratesWhatNobodySawWrittenLow() {
        assertThat(loads(PROGRAM, late("/usr/lib/unseen.so.1")))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void isSilentOnWhatAProgramUnpacksItself() {
        Processes java = Processes.of("/opt/jdk/bin/java").pid(500).serving();
        FileObject unpacked = late("/tmp/jna123.tmp");
        FileObject ofParent = late("/tmp/_MEI1/libz.so.1");
        written(java, OLD, unpacked);
        written(java, OLD, ofParent);

        assertThat(loads(java, unpacked)).isEmpty();
        assertThat(loads(Processes.of("/opt/jdk/bin/worker").childOf(java), ofParent))
                .isEmpty();
    }

    @Test
    void isSilentOnInstallsAndEntrypoints() {
        FileObject byPip = late("/usr/lib/python3/a.cpython-311-x86_64-linux-gnu.so");
        FileObject byEntrypoint = late("/app/agent.so");
        FileObject byPackage = late("/usr/lib/libssl.so.3.dpkg-new");
        written(
                Processes.of("/usr/bin/python3.11").pid(600).arguments("python3", "-m", "pip", "install", "a"),
                OLD,
                byPip);
        written(OTHER, Duration.ofSeconds(5), byEntrypoint);
        written(Processes.of("/usr/bin/dpkg").pid(700), OLD, byPackage);

        assertThat(loads(PROGRAM, byPip)).isEmpty();
        assertThat(loads(PROGRAM, byEntrypoint)).isEmpty();
        assertThat(loads(PROGRAM, byPackage)).isEmpty();
    }

    @Test
    void isSilentOnTheImagesOwnVolumesAndRuntimes() {
        Processes late = Processes.process().executable(late("/tmp/x"));

        assertThat(loads(PROGRAM, Files.ofImage("/usr/lib/libc.so.6"))).isEmpty();
        assertThat(loads(PROGRAM, Files.on(0xef53, "/plugins/a.so"))).isEmpty();
        assertThat(loads(PROGRAM, Files.inMemory("doublemapper"))).isEmpty();
        assertThat(loads(late, late("/tmp/x.so"))).isEmpty();
    }

    @Test
    void takesNobodyForItsWriterWhoOnlyReadItOrWasThereBefore() {
        FileObject read = late("/usr/lib/read.so.1");
        FileObject prepared = late("/usr/lib/prepared.so.1");
        JUDGE.judge("VDT-3037", Events.by(OTHER).inContainerOfAge(OLD).reads(read));
        JUDGE.judge(
                "VDT-3037", Events.by(OTHER).inContainerOfAge(OLD).duringSetup().writes(prepared));

        assertThat(loads(PROGRAM, read))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.LOW));
        assertThat(loads(PROGRAM, prepared))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void findsWhatTheWorkloadOfAManagerWrote() {
        Processes npm = Processes.of("/usr/bin/node").pid(800).arguments("node", "/usr/bin/npm", "start");
        Processes worker = Processes.of("/bin/cp").childOf(npm);
        FileObject library = late("/usr/lib/libnode.so.9");
        written(worker, OLD, library);

        assertThat(loads(PROGRAM, library))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.MEDIUM));
    }
}
