package dev.vedette.policy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final Container WEB = Container.pending("web");
    private static final Container DATABASE = Container.pending("database");
    private static final ProcessInfo SHELL = process(100, null);

    @Test
    void whatHappensInOneContainerIsOneIncidentWithItsCauseAndItsWorst() {
        List<Incident> incidents = Incidents.of(List.of(
                finding("c", WEB, SHELL, Severity.CRITICAL, 30),
                finding("a", WEB, SHELL, Severity.INFO, 10),
                finding("b", WEB, SHELL, Severity.HIGH, 20)));

        assertThat(incidents).singleElement().satisfies(incident -> {
            assertThat(incident.id()).isEqualTo("a");
            assertThat(incident.findings()).extracting(Finding::id).containsExactly("a", "b", "c");
            assertThat(incident.cause().id()).isEqualTo("b");
            assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(incident.length()).isEqualTo(Duration.ofSeconds(20));
            assertThat(incident.reach()).containsExactly("web");
        });
    }

    @Test
    void otherContainersAndLongQuietMakeIncidentsOfTheirOwnTheGravestFirst() {
        assertThat(Incidents.of(List.of(
                        finding("a", WEB, SHELL, Severity.LOW, 0),
                        finding("b", DATABASE, SHELL, Severity.HIGH, 1),
                        finding("c", WEB, SHELL, Severity.LOW, 600))))
                .extracting(Incident::id)
                .containsExactly("b", "c", "a");
    }

    @Test
    void aStepIntoAnotherContainerJoinsBoth() {
        Finding step = new Finding(
                "b",
                "VDT-1",
                "title",
                Severity.HIGH,
                List.of(),
                "message",
                "node",
                WEB,
                SHELL,
                Place.NONE,
                Map.of("target container", "database"),
                Verdict.DEFAULT,
                Origin.LIVE,
                seconds(1),
                0);

        assertThat(Incidents.of(List.of(
                        finding("a", WEB, SHELL, Severity.LOW, 0),
                        step,
                        finding("c", DATABASE, SHELL, Severity.LOW, 2))))
                .singleElement()
                .satisfies(incident -> assertThat(incident.reach()).containsExactly("web", "database"));
    }

    @Test
    void processesOfTheNodeBelongTogetherByDescent() {
        ProcessInfo first = process(1, null);
        ProcessInfo service = process(10, first);

        assertThat(Incidents.of(List.of(
                        finding("a", Container.HOST, service, Severity.LOW, 0),
                        finding("b", Container.HOST, process(11, service), Severity.LOW, 1),
                        finding("c", Container.HOST, process(20, first), Severity.LOW, 2))))
                .extracting(incident -> incident.findings().size())
                .containsExactly(1, 2);
    }

    @Test
    void howThingsStandAndInformationAloneAreNone() {
        assertThat(Incidents.of(List.of(
                        finding("a", WEB, null, Severity.CRITICAL, 0), finding("b", WEB, SHELL, Severity.INFO, 1))))
                .isEmpty();
    }

    private static Finding finding(
            String id, Container container, ProcessInfo process, Severity severity, long second) {
        return new Finding(
                id,
                "VDT-1",
                "title",
                severity,
                List.of(),
                "message",
                "node",
                container,
                process,
                Place.NONE,
                Map.of(),
                Verdict.DEFAULT,
                Origin.LIVE,
                seconds(second),
                0);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static ProcessInfo process(int pid, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId(pid, pid),
                "x",
                FileObject.NONE,
                List.of(),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                parent,
                false);
    }
}
