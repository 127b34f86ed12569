package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.Entry;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.policy.model.SocketActivity.Operation;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2024")
class ObjectReachedByIoUringTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static EventContext by(Processes process, Entry entry) {
        EventContext at = Events.by(process).context();
        return new EventContext(
                at.bootNanos(),
                at.epochNanos(),
                at.process(),
                at.container(),
                at.phase(),
                at.hostNamespaces(),
                at.origin(),
                0,
                entry,
                Enforcement.NONE,
                false);
    }

    private static FileOpened opens(Entry entry, FileObject file, boolean write) {
        return new FileOpened(
                by(Processes.of("/usr/bin/db"), entry),
                file,
                !write,
                write,
                false,
                file.path(),
                false,
                FileRole.ORDINARY);
    }

    private static SocketActivity connects(Processes process, Entry entry) {
        return new SocketActivity(
                by(process, entry),
                Operation.CONNECT,
                6,
                new SocketActivity.Endpoint(Family.INET, "192.0.2.1", 443, FileObject.NONE, false));
    }

    @Test
    void findsCredentialsReadAndSettingsWritten() {
        assertThat(JUDGE.only("VDT-2024", opens(Entry.IO_URING, Files.ofImage("/etc/shadow"), false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge(
                        "VDT-2024",
                        opens(Entry.IO_URING, Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/core_pattern"), true)))
                .hasSize(1);
    }

    @Test
    void findsWhatTheKernelDoesAtOnceByTheRequestBeforeIt() {
        Processes program = Processes.of("/usr/bin/db").pid(700);
        FileOpened opened = Events.by(program).reads(Files.ofImage("/etc/shadow"));

        assertThat(JUDGE.judge("VDT-2024", opened)).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2024",
                        new KernelSurfaceReached(Events.by(program).context(), Surface.IO_URING_REQUEST, 18, "", true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2024", opened)).hasSize(1);
    }

    @Test
    void isSilentOnAnotherProcessAndOnOtherRequests() {
        int read = 22;

        JUDGE.judge(new KernelSurfaceReached(
                Events.by(Processes.of("/usr/bin/db").pid(710)).context(), Surface.IO_URING_REQUEST, read, "", true));
        assertThat(JUDGE.judge(
                        "VDT-2024",
                        Events.by(Processes.of("/usr/bin/db").pid(710)).reads(Files.ofImage("/etc/shadow"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2024", Events.by(Processes.of("/bin/cat").pid(711)).reads(Files.ofImage("/etc/shadow"))))
                .isEmpty();
    }

    @Test
    void findsARequestThatIsToldByItsNameOnly() {
        FileOpened silent = new FileOpened(
                by(Processes.of("/usr/bin/db"), Entry.IO_URING),
                FileObject.NONE,
                false,
                true,
                false,
                "/etc/ld.so.preload",
                false,
                FileRole.ORDINARY);

        assertThat(JUDGE.judge("VDT-2024", silent)).hasSize(1);
    }

    @Test
    void findsConnectionsOfProgramsThatAreNotOfTheImage() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(JUDGE.judge("VDT-2024", connects(dropped, Entry.IO_URING))).hasSize(1);
    }

    @Test
    void isSilentOnDatabasesAndOnSystemCalls() {
        assertThat(JUDGE.judge("VDT-2024", opens(Entry.IO_URING, Files.on(0xef53, "/var/lib/db/16384"), true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2024", opens(Entry.IO_URING, Files.ofImage("/etc/passwd"), false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2024", opens(Entry.SYSTEM_CALL, Files.ofImage("/etc/shadow"), false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2024", connects(Processes.of("/usr/bin/db"), Entry.IO_URING)))
                .isEmpty();
    }

    @Test
    void tellsAFileOnceThatTheRequestItselfOpened() {
        Processes program = Processes.of("/usr/bin/db").pid(720);
        JUDGE.judge(asksToOpen(Events.by(program)));

        FileOpened byRequest = new FileOpened(
                by(program, Entry.IO_URING),
                Files.ofImage("/etc/shadow"),
                true,
                false,
                false,
                "/etc/shadow",
                false,
                FileRole.ORDINARY);
        JUDGE.only("VDT-2024", byRequest);
    }

    @Test
    void isSilentOnADatabaseThatOpensItsOwnFilesSo() {
        Processes program = Processes.of("/usr/bin/db").pid(730);
        JUDGE.judge(asksToOpen(Events.by(program)));

        assertThat(JUDGE.judge("VDT-2024", Events.by(program).reads(Files.on(0xef53, "/var/lib/db/16384"))))
                .isEmpty();
    }

    /** The runtime's process becomes the container's first program. */
    @Test
    void isSilentOnWhatTheRuntimeDidBeforeTheProgramBegan() {
        Processes program = Processes.of("/usr/bin/db").pid(740);
        JUDGE.judge(asksToOpen(Events.by(program).duringSetup()));

        assertThat(JUDGE.judge("VDT-2024", Events.by(program).reads(Files.ofImage("/etc/shadow"))))
                .isEmpty();
    }

    @Test
    void isSilentOnARingThatNothingWasAskedOf() {
        Processes program = Processes.of("/usr/bin/db").pid(750);
        int polledAndClamped = 18;
        JUDGE.judge(new KernelSurfaceReached(
                Events.by(program).context(), Surface.IO_URING_SETUP, polledAndClamped, "", true));

        assertThat(JUDGE.judge("VDT-2024", Events.by(program).reads(Files.ofImage("/etc/shadow"))))
                .isEmpty();
    }

    @Test
    void isSilentOnConnectionsBySystemCalls() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(JUDGE.judge("VDT-2024", connects(dropped, Entry.SYSTEM_CALL)))
                .isEmpty();
    }

    private static KernelSurfaceReached asksToOpen(Events by) {
        int openat = 18;
        return new KernelSurfaceReached(by.context(), Surface.IO_URING_REQUEST, openat, "", true);
    }
}
