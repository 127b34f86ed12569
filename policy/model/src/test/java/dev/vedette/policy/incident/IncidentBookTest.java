package dev.vedette.policy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
    private static final Container WEB = IncidentFindings.pod("web", "web-1");
    private static final Container OTHER_WEB = IncidentFindings.pod("web", "web-2");

    private final IncidentBook book = new IncidentBook(1_000, 100);

    /** Sensors of several nodes are heard in whatever order. */
    @Property(tries = 300)
    void theOrderOfArrivalMakesNoDifference(@ForAll long seed) {
        Random random = new Random(seed);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            IncidentFindings one = IncidentFindings.in(container(random), "f" + i, random.nextInt(6_000))
                    .on("node-" + random.nextInt(2))
                    .by(IncidentFindings.process(2 + random.nextInt(4), null))
                    .rule("VDT-" + random.nextInt(2));
            findings.add((random.nextInt(6) == 0 ? one.with("target container", "shop/web-1/main") : one).made());
        }
        Set<Set<String>> inOrder = stories(findings);
        Collections.shuffle(findings, random);
        assertThat(stories(findings)).isEqualTo(inOrder);
    }

    private static Container container(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Container.HOST;
            case 1 -> WEB;
            case 2 -> OTHER_WEB;
            default -> Container.pending("alone");
        };
    }

    private static Set<Set<String>> stories(List<Finding> findings) {
        return Incidents.of(findings).stream()
                .map(incident -> incident.findings().stream().map(Finding::id).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    @Test
    void aContainerOfTheSameNameOnAnotherNodeIsAnotherOne() {
        book.add(IncidentFindings.in(Container.pending("web"), "a", 0).made());
        book.add(IncidentFindings.in(container("web"), "b", 1).on("other").made());
        assertThat(book.all()).hasSize(2);
    }

    private static Container container(String name) {
        return new Container(name, name, "", "", "", Container.Pod.NONE, Set.of(), 0, Container.Identity.KNOWN);
    }

    @Test
    void whatReplicasTellAlikeIsOneIncidentOfSeveralNodes() {
        book.add(IncidentFindings.in(WEB, "a", 0).made());
        book.add(IncidentFindings.in(OTHER_WEB, "b", 1).on("other").made());
        book.add(
                IncidentFindings.in(OTHER_WEB, "c", 2).on("other").rule("VDT-2").made());

        assertThat(book.all()).singleElement().satisfies(incident -> {
            assertThat(incident.nodes()).containsExactly("node", "other");
            assertThat(incident.pods()).containsExactly("shop/web-1", "shop/web-2");
            assertThat(incident.reach()).containsExactly("shop/web-1/main", "shop/web-2/main");
        });
    }

    @Test
    void saysWhetherTheNodeWasReachedAndWhichCredentialsWereTouched() {
        book.add(IncidentFindings.in(WEB, "a", 0)
                .rule("VDT-2015", "T1611")
                .with("target container", "host")
                .made());
        book.add(IncidentFindings.in(WEB, "b", 1)
                .rule("VDT-3014", "T1552.001")
                .with("file", "/etc/shadow")
                .made());
        book.add(IncidentFindings.in(WEB, "c", 2).rule("VDT-3050", "T1528").made());

        Incident incident = book.all().getFirst();
        assertThat(incident.onHost()).isTrue();
        assertThat(incident.credentials()).containsExactly("/etc/shadow", "title");
    }

    @Test
    void anEscapeReachesForTheNodeButNotWhatWouldOnlyMakeItEasier() {
        book.add(IncidentFindings.in(WEB, "a", 0).rule("VDT-1018", "T1611").made());
        assertThat(book.all().getFirst().onHost()).isFalse();
        book.add(IncidentFindings.in(WEB, "b", 1)
                .rule("VDT-2002", "T1611")
                .of(Severity.CRITICAL)
                .made());
        assertThat(book.all().getFirst().onHost()).isTrue();
    }

    @Test
    void isFoundByAnyOfItsFindingsAlsoAfterSeveralHaveBecomeOne() {
        book.add(IncidentFindings.in(WEB, "late", 900).made());
        book.add(IncidentFindings.in(WEB, "early", 0).made());
        assertThat(book.find("late").orElseThrow().id()).isEqualTo("late");

        book.add(IncidentFindings.in(WEB, "between", 450).made());
        assertThat(book.find("late").orElseThrow().id()).isEqualTo("early");
        assertThat(book.find("nothing")).isEmpty();
    }

    @Test
    void whatComesAgainWithItsContainersNameTakesTheEarliersPlace() {
        Container pending = Container.pending("id-of-web-1");
        book.add(IncidentFindings.in(pending, "a", 0).made());
        book.add(IncidentFindings.in(pending, "b", 1).made());
        book.add(IncidentFindings.in(WEB, "a", 0).made());
        book.add(IncidentFindings.in(WEB, "c", 2).made());

        assertThat(book.all()).singleElement().satisfies(incident -> {
            assertThat(incident.findings()).extracting(Finding::id).containsExactly("a", "b", "c");
            assertThat(incident.cause().container()).isEqualTo(WEB);
        });
    }

    @Test
    void keepsOfOneIncidentHowItBeganHowItStandsAndWhatIsRare() {
        book.add(IncidentFindings.in(WEB, "first", 0).made());
        book.add(IncidentFindings.in(WEB, "rare", 1).of(Severity.CRITICAL).made());
        for (int i = 0; i < 500; i++) {
            book.add(IncidentFindings.in(WEB, "f" + i, 2 + i).made());
        }
        Incident incident = book.all().getFirst();
        assertThat(incident.findings()).hasSizeLessThanOrEqualTo(125);
        assertThat(incident.count()).isEqualTo(502);
        assertThat(incident.id()).isEqualTo("first");
        assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(incident.findings().getLast().id()).isEqualTo("f499");
    }

    @Test
    void lastQuietIncidentsGoFirstWhereThereAreTooMany() {
        for (int i = 0; i < 1_200; i++) {
            book.add(IncidentFindings.in(Container.pending("c" + i), "f" + i, i).made());
        }
        assertThat(book.all()).hasSize(1_000);
        assertThat(book.find("f0")).isEmpty();
        assertThat(book.find("f1199")).isPresent();
    }
}
