package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2012")
class OpenedByHandleTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static KernelSurfaceReached outside(Events by) {
        return new KernelSurfaceReached(by.context(), Surface.OPEN_BY_HANDLE, 1, "/etc/shadow", true);
    }

    private static KernelSurfaceReached within(Events by) {
        return new KernelSurfaceReached(by.context(), Surface.OPEN_BY_HANDLE, 0, "/export/report", true);
    }

    private static KernelSurfaceReached fails(Events by) {
        return new KernelSurfaceReached(by.context(), Surface.OPEN_BY_HANDLE, 0, "", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/perl", "/tmp/innocent"})
    void findsAFileOutsideTheRootByAnyProgram(String program) {
        Finding finding = JUDGE.only("VDT-2012", outside(Events.by(Processes.of(program))));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message())
                .startsWith(program + " opened /etc/shadow")
                .contains("outside the container's root");
        assertThat(finding.evidence()).containsEntry("file", "/etc/shadow");
    }

    @Test
    void findsOneOfWhichNoNameIsKnown() {
        KernelSurfaceReached closed =
                new KernelSurfaceReached(Events.byServer().context(), Surface.OPEN_BY_HANDLE, 1, "", true);

        assertThat(JUDGE.only("VDT-2012", closed).message()).contains(" opened a file by its number");
    }

    @Test
    void findsAFileWithinTheRootAndATryAsLess() {
        Finding within = JUDGE.only("VDT-2012", within(Events.byServer()));
        Finding attempt = JUDGE.only("VDT-2012", fails(Events.byServer()));

        assertThat(within.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(within.message()).endsWith("(open_by_handle_at).");
        assertThat(attempt.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(attempt.message()).endsWith("that failed.");
    }

    @Test
    void tellsAHitAfterATryAndAnotherPlace() {
        Set<String> ids = Stream.of(
                        outside(Events.byServer()),
                        within(Events.byServer()),
                        fails(Events.byServer()),
                        fails(Events.byServer()))
                .map(event -> JUDGE.only("VDT-2012", event).id())
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(3);
    }

    @Test
    void isMilderToPrivilegedContainers() {
        Events privileged = Events.byServer().in(Confinement.privileged());

        assertThat(JUDGE.only("VDT-2012", outside(privileged)).severity()).isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2012", within(privileged)).severity()).isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-2012", fails(privileged)).severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnTheNodeTheRuntimeAndOtherSurfaces() {
        assertThat(JUDGE.judge("VDT-2012", outside(Events.byServer().onHost()))).isEmpty();
        assertThat(JUDGE.judge("VDT-2012", fails(Events.byServer().duringSetup())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2012", outside(Events.byServer().duringSetup())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2012", fails(Events.byServer().onHost()))).isEmpty();
        for (boolean succeeded : new boolean[] {true, false}) {
            assertThat(JUDGE.judge(
                            "VDT-2012",
                            new KernelSurfaceReached(
                                    Events.byServer().context(), Surface.FANOTIFY_INIT, 1, "", succeeded)))
                    .isEmpty();
        }
    }
}
