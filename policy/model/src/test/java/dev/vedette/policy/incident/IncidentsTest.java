package dev.vedette.policy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final Container WEB = Container.pending("web");
    private static final Container DATABASE = Container.pending("database");
    private static final ProcessInfo SHELL = IncidentFindings.process(100, null);

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
        ProcessInfo first = IncidentFindings.process(1, null);
        ProcessInfo service = IncidentFindings.process(10, first);

        assertThat(Incidents.of(List.of(
                        finding("a", Container.HOST, service, Severity.LOW, 0),
                        finding("b", Container.HOST, IncidentFindings.process(11, service), Severity.LOW, 1),
                        finding("c", Container.HOST, IncidentFindings.process(20, first), Severity.LOW, 2))))
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
        return IncidentFindings.in(container, id, second)
                .by(process)
                .of(severity)
                .made();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
