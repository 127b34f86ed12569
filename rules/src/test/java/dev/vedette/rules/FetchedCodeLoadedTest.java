package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.CodeFetched.Code;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3055")
class FetchedCodeLoadedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final String JAVA = "/opt/jdk/bin/java";
    private static final Duration OLD = Duration.ofHours(1);
    private static int containers;

    /** Each test's own: what is remembered belongs to a container. */
    private final String container = "c" + containers++;

    private Events by(Processes process, Duration after) {
        return Events.by(process)
                .in(Containers.named(container, "web"))
                .inContainerOfAge(OLD)
                .after(after);
    }

    private Events by(Processes process) {
        return by(process, Duration.ofSeconds(1));
    }

    private static Processes server() {
        return Processes.of(JAVA).serving();
    }

    private static Processes started(String path) {
        return Processes.of(path).childOf(server());
    }

    private void fetches(Processes process, Code code) {
        assertThat(found(new CodeFetched(by(process, Duration.ZERO).context(), code, "192.0.2.7", 8888)))
                .isEmpty();
    }

    private static List<Finding> found(Event event) {
        return JUDGE.judge("VDT-3055", event);
    }

    private static Severity severity(Event event) {
        List<Finding> found = found(event);
        assertThat(found).hasSize(1);
        return found.getFirst().severity();
    }

    private MemoryProtected maps(Processes process, FileObject file) {
        return by(process).makesExecutable(MemoryProtected.Operation.MAP, file, false);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void findsAShellThatAServerStartsAfterItFetchedCode(Code code) {
        fetches(server(), code);

        List<Finding> found = found(by(started("/bin/sh")).executes());

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.message())
                    .startsWith("The network server " + JAVA + " fetched ")
                    .endsWith(" from 192.0.2.7:8888 and within 30 s started /bin/sh.");
            assertThat(finding.evidence()).containsKeys("server", "fetched", "command");
        });
    }

    @Test
    void saysWhatWasFetched() {
        fetches(server(), Code.CLASS);
        fetches(server(), Code.ARCHIVE);
        fetches(server(), Code.SCRIPT);
        fetches(server(), Code.OBJECT);

        Finding finding = found(by(started("/bin/sh")).executes()).getFirst();
        assertThat(finding.message()).contains("fetched a program or library from 192.0.2.7:8888");
        assertThat(finding.evidence().get("fetched"))
                .startsWith("a class of Java from 192.0.2.7:8888, an archive of Java classes from ")
                .contains("a script from ");
    }

    @Test
    void isWorseForProgramsThatNeedNotBeItsOwn() {
        fetches(server(), Code.CLASS);

        assertThat(severity(by(started("/usr/bin/curl")).executes())).isEqualTo(Severity.HIGH);
        assertThat(severity(by(Processes.process()
                                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                                .childOf(server()))
                        .executes()))
                .isEqualTo(Severity.HIGH);
        assertThat(severity(by(started("/usr/bin/convert")).executes())).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void takesAStepLessWhileTheContainerBegins() {
        fetches(server(), Code.OBJECT);

        assertThat(severity(by(started("/bin/sh"))
                        .inContainerOfAge(Duration.ofMinutes(4))
                        .executes()))
                .isEqualTo(Severity.MEDIUM);
        assertThat(severity(by(started("/usr/bin/convert"))
                        .inContainerOfAge(Duration.ofMinutes(4))
                        .executes()))
                .isEqualTo(Severity.LOW);
    }

    @Test
    void findsWhatAServersWorkersAndHelpersStart() {
        fetches(server().pid(700), Code.CLASS);

        assertThat(found(by(Processes.of("/bin/id").childOf(started("/opt/jdk/lib/jspawnhelper")))
                        .executes()))
                .hasSize(1);
    }

    @Test
    void findsWhatACopyOfAServerFetchesAndRuns() {
        Processes copy = Processes.of(JAVA).childOf(server());
        fetches(copy, Code.OBJECT);

        assertThat(found(by(Processes.of("/bin/id").childOf(copy)).executes())).hasSize(1);
        assertThat(found(maps(copy, Files.inMemory("x")))).hasSize(1);
    }

    @Test
    void isSilentOnWhatAServersOtherProgramsFetch() {
        fetches(started("/usr/bin/curl"), Code.SCRIPT);

        assertThat(found(by(started("/bin/sh")).executes())).isEmpty();
        assertThat(found(by(Processes.of("/bin/id").childOf(started("/usr/bin/curl")))
                        .executes()))
                .isEmpty();
    }

    @Test
    void findsCodeThatAServerMapsThatCameLaterOrHasNoFile() {
        fetches(server(), Code.OBJECT);

        assertThat(severity(maps(server(), Files.onOverlay("/tmp/plugin", OverlayLayer.UPPER))))
                .isEqualTo(Severity.MEDIUM);
        assertThat(severity(maps(server(), Files.inMemory("x")))).isEqualTo(Severity.HIGH);
        assertThat(severity(maps(server(), Files.deleted("/tmp/gone")))).isEqualTo(Severity.HIGH);
    }

    @Test
    void findsCodeThatIsMadeInMemoryByAServerThatMakesNone() {
        Processes ftp = Processes.of("/usr/sbin/vsftpd").serving();
        fetches(ftp, Code.OBJECT);
        fetches(server(), Code.CLASS);

        Finding found = found(maps(ftp, FileObject.NONE)).getFirst();
        assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(found.message()).endsWith("ran code of its own memory.");
        assertThat(found(by(ftp).makesExecutable(
                                MemoryProtected.Operation.PROTECT, Files.ofImage("/usr/lib/a.so"), true)))
                .hasSize(1);
        assertThat(found(maps(server(), FileObject.NONE))).isEmpty();
    }

    @Test
    void isSilentOnServersThatFetchedNothingAndLongAfter() {
        assertThat(found(by(started("/bin/sh")).executes())).isEmpty();
        assertThat(found(maps(server(), Files.inMemory("x")))).isEmpty();

        fetches(server(), Code.CLASS);

        assertThat(found(by(started("/bin/sh"), Duration.ofSeconds(31)).executes()))
                .isEmpty();
        assertThat(found(by(Processes.of("/bin/sh").childOf(Processes.process().serving()))
                        .executes()))
                .isEmpty();
    }

    @Test
    void isSilentOnClientsAndOnTheRuntimeThatPreparesAContainer() {
        Processes client = Processes.of(JAVA);
        fetches(client, Code.CLASS);

        assertThat(found(by(started("/bin/sh")).executes())).isEmpty();

        assertThat(found(new CodeFetched(by(server()).duringSetup().context(), Code.CLASS, "192.0.2.7", 80)))
                .isEmpty();
        assertThat(found(by(started("/bin/sh")).executes())).isEmpty();
    }

    @Test
    void isSilentOnWhatIsNotTheServersDoing() {
        fetches(server(), Code.SCRIPT);

        assertThat(found(by(Processes.of("/bin/sh")).executes())).isEmpty();
        assertThat(found(by(started("/bin/sh")).isPutIn())).isEmpty();
        assertThat(found(by(Processes.of(JAVA).childOf(server())).executes())).isEmpty();
        assertThat(found(maps(server(), Files.ofImage("/usr/lib/a.so")))).isEmpty();
        assertThat(found(maps(Processes.of(JAVA), Files.inMemory("x")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/opt/jdk/lib/jspawnhelper", "/usr/lib/jvm/21/lib/jspawnhelper"})
    void isSilentOnGoBetweens(String path) {
        fetches(server(), Code.CLASS);

        assertThat(found(by(started(path)).executes())).isEmpty();
    }

    @Test
    void isSilentOnKnownHooks() {
        Processes sshd = Processes.of("/usr/sbin/sshd").serving();
        fetches(sshd, Code.SCRIPT);

        assertThat(found(by(Processes.of("/bin/bash").childOf(sshd)).executes()))
                .isEmpty();
    }
}
