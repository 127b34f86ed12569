package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3013")
class TracesClearedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsRecordsEmptiedRemovedAndReplaced() {
        assertThat(JUDGE.only(
                                "VDT-3013",
                                Events.byServer().changes(Operation.TRUNCATE, Files.ofImage("/var/log/wtmp"), 0))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.byServer().changes(Operation.UNLINK, Files.ofImage("/root/.bash_history"), 0)))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.byServer()
                                .changes(Operation.SYMLINK, Files.ofImage("/root/.bash_history"), "/dev/null")))
                .hasSize(1);
    }

    @Test
    void findsRecordsOverwrittenByOthers() {
        assertThat(JUDGE.judge(
                        "VDT-3013", Events.by(Processes.of("/bin/cp")).writes(Files.ofImage("/root/.bash_history"))))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3013", Events.by(Processes.of("/usr/bin/perl")).writes(Files.ofImage("/var/log/btmp"))))
                .hasSize(1);
    }

    @Test
    void findsAnyLogRemovedByAnIntruderAndShellsWithoutHistory() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/app", OverlayLayer.UPPER));
        Processes shell = Processes.of("/bin/bash").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge(
                        "VDT-3013", Events.by(copied).changes(Operation.UNLINK, Files.ofImage("/srv/access.log"), 0)))
                .hasSize(1);
        assertThat(JUDGE.only("VDT-3013", Events.by(shell).executesWith(Map.of("HISTFILE", "/dev/null")))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnRotationOwnLogsAndShellsWithAHistory() {
        Processes shell = Processes.of("/bin/bash").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.by(Processes.of("/usr/sbin/logrotate"))
                                .changes(Operation.TRUNCATE, Files.ofImage("/var/log/wtmp"), 0)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.byServer().changes(Operation.RENAME, Files.ofImage("/var/log/access.log"), "/x")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3013", Events.by(shell).writes(Files.ofImage("/root/.bash_history"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3013", Events.by(shell).executesWith(Map.of("HISTFILE", "/root/.h"))))
                .isEmpty();
    }

    @Test
    void isSilentOnARecordThatIsOnlyGivenToItsGroupAndOnAHistoryBegunAnewByItsShell() {
        Processes shell = Processes.of("/bin/bash").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.by(Processes.of("/bin/chmod"))
                                .changes(Operation.CHMOD, Files.ofImage("/var/log/wtmp"), 0664)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.by(shell).changes(Operation.TRUNCATE, Files.ofImage("/root/.bash_history"), 0)))
                .isEmpty();
    }

    @Test
    void isSilentOnLoginsOnPackagesAndOnLogsOfTheWorkload() {
        Events login = Events.by(Processes.of("/bin/login"));
        Events script = Events.by(Processes.of("/usr/bin/touch").childOf(Processes.of("/usr/bin/dpkg")));
        FileObject logins = Files.ofImage("/var/log/wtmp");

        assertThat(JUDGE.judge("VDT-3013", login.writes(logins))).isEmpty();
        assertThat(JUDGE.judge("VDT-3013", script.writes(logins))).isEmpty();
        assertThat(JUDGE.judge("VDT-3013", script.changes(Operation.UNLINK, logins, 0)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3013", Events.byServer().writes(Files.ofImage("/var/log/nginx/access.log"))))
                .isEmpty();
    }

    @Test
    void findsARecordThatAnotherFileIsPutInPlaceOf() {
        FileObject clean = Files.ofImage("/dev/shm/clean");

        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.by(Processes.of("/bin/mv")).changes(Operation.RENAME, clean, "/root/.bash_history")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3013", Events.byServer().changes(Operation.RENAME, clean, "/var/log/wtmp")))
                .hasSize(1);
    }

    @Test
    void isSilentOnRecordsRenewedByThoseWhoKeepThem() {
        Events shell = Events.by(Processes.of("/bin/bash"));
        Events journal = Events.by(Processes.of("/usr/lib/systemd/systemd-journald"));
        Events script = Events.by(Processes.of("/bin/mv").childOf(Processes.of("/usr/bin/dpkg")));

        assertThat(JUDGE.judge(
                        "VDT-3013",
                        shell.changes(
                                Operation.RENAME, Files.ofImage("/root/.bash_history-7.tmp"), "/root/.bash_history")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        journal.changes(Operation.RENAME, Files.ofImage("/run/j.tmp"), "/var/log/journal/a.journal")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        script.changes(Operation.RENAME, Files.ofImage("/tmp/faillog"), "/var/log/faillog")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3013",
                        Events.byServer().changes(Operation.LINK, Files.ofImage("/var/log/wtmp"), "/backup/wtmp")))
                .isEmpty();
    }
}
