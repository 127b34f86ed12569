package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.DataTransferred.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.policy.model.Stdio.Kind;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import dev.vedette.rules.fixtures.Sockets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2026")
class PageCacheOverwrittenTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject SETUID = file("/bin/su", 0104755);
    private static final FileObject PROGRAM = file("/usr/bin/ls", 0100755);
    private static final FileObject ACCOUNTS = file("/etc/passwd", 0100644);
    private static final FileObject PAGE = file("/srv/index.html", 0100644);
    private static final FileObject DATAGRAMS = file("socket:[7]", 0140777);

    private static FileObject file(String path, int mode) {
        return new FileObject(path, 42, path.hashCode(), 0, 0, 1, mode, 0, OverlayLayer.LOWER, FileObject.PathEnd.ROOT);
    }

    private static Events in(String container) {
        return Events.by(Processes.of("/app/server")).in(Containers.named(container, "web"));
    }

    private static DataTransferred pipes(Events by, FileObject file, long bytes) {
        return new DataTransferred(
                by.context(), Operation.SPLICE, file, Kind.FILE, FileObject.NONE, Kind.PIPE, bytes, true);
    }

    private static DataTransferred empties(Events by, FileObject into) {
        return new DataTransferred(
                by.context(), Operation.SPLICE, FileObject.NONE, Kind.PIPE, into, Kind.OTHER, 9, true);
    }

    private static DataTransferred sends(Events by, FileObject file) {
        return new DataTransferred(
                by.context(), Operation.SENDFILE, file, Kind.FILE, DATAGRAMS, Kind.CONNECTED_SOCKET, 9, true);
    }

    @Test
    void findsAFilesPagesInAPipeWhereNobodyNeedsThemThere() {
        assertThat(JUDGE.only("VDT-2026", pipes(in("a"), SETUID, 1)).severity()).isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2026", pipes(in("a"), ACCOUNTS, 1)).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2026", pipes(in("a"), PROGRAM, 1)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsFilesInSocketsOfARareKind() {
        assertThat(JUDGE.only("VDT-2026", sends(in("b"), SETUID)).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2026", sends(in("b"), PAGE)).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void findsBothPartsWhoeverDoesThem() {
        assertThat(JUDGE.judge("VDT-2026", pipes(in("c"), PAGE, 40_000))).isEmpty();

        Finding found = JUDGE.only(
                "VDT-2026",
                Sockets.made(
                        Events.by(Processes.of("/usr/bin/python3"))
                                .in(Containers.named("c", "web"))
                                .context(),
                        Family.ALG,
                        5,
                        0));

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.evidence().get("parts")).contains("/srv/index.html", "ALG");
    }

    @Test
    void findsBothPartsInEitherOrderAndByAPipe() {
        assertThat(JUDGE.judge("VDT-2026", empties(in("d"), DATAGRAMS))).isEmpty();

        assertThat(JUDGE.only("VDT-2026", pipes(in("d"), PAGE, 40_000)).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnProgramsThatShowFilesAndOnCiphersAlone() {
        List<FileObject> shown = List.of(PAGE, ACCOUNTS, PROGRAM, SETUID);
        assertThat(shown)
                .allSatisfy(file -> assertThat(JUDGE.judge("VDT-2026", pipes(in("e"), file, 2_000)))
                        .isEmpty());
        assertThat(JUDGE.judge("VDT-2026", pipes(in("e").duringSetup(), SETUID, 1)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2026", Sockets.made(in("f").context(), Family.ALG, 5, 0)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2026", empties(in("f"), file("pipe:[3]", 0010600))))
                .isEmpty();
    }

    @Test
    void findsBothPartsByAPipeThatIsEmptiedLast() {
        assertThat(JUDGE.judge("VDT-2026", pipes(in("g"), PAGE, 40_000))).isEmpty();

        assertThat(JUDGE.only("VDT-2026", empties(in("g"), DATAGRAMS)).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnServersThatSpliceFilesAndMakeOrdinarySockets() {
        JUDGE.judge(pipes(in("h"), PAGE, 40_000));

        assertThat(JUDGE.judge("VDT-2026", Sockets.made(in("h").context(), Family.INET, 1, 6)))
                .isEmpty();
    }

    /** As a meter of what flows does that stands between two programs. */
    @Test
    void isSilentOnPagesOfAFileThatGoFromPipeToPipe() {
        JUDGE.judge(pipes(in("m"), PAGE, 40_000));

        assertThat(JUDGE.judge("VDT-2026", empties(in("m"), file("pipe:[3]", 0010600))))
                .isEmpty();
    }

    /** As programs do that have the kernel compute for them. */
    @Test
    void isSilentOnMemoryThatGoesByAPipeIntoACipher() {
        JUDGE.judge(new DataTransferred(
                in("i").context(),
                Operation.VMSPLICE,
                FileObject.NONE,
                Kind.UNKNOWN,
                FileObject.NONE,
                Kind.PIPE,
                9,
                true));

        assertThat(JUDGE.judge("VDT-2026", Sockets.made(in("i").context(), Family.ALG, 5, 0)))
                .isEmpty();
    }

    @Test
    void takesAFileSentByDatagramsForOnePart() {
        JUDGE.judge(sends(in("k"), PAGE));

        assertThat(JUDGE.judge("VDT-2026", Sockets.made(in("k").context(), Family.ALG, 5, 0)))
                .isEmpty();
    }

    @Test
    void isSilentOnANamedPipeThatAllMayUse() {
        FileObject named = file("/run/jobs", 0010777);

        assertThat(JUDGE.judge(
                        "VDT-2026",
                        new DataTransferred(
                                in("l").context(),
                                Operation.TEE,
                                named,
                                Kind.PIPE,
                                FileObject.NONE,
                                Kind.PIPE,
                                5,
                                true)))
                .isEmpty();
    }
}
