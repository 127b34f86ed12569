package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.IdentityObserved.State;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-8008")
class IdentityPendingOrChangedTest {
    private static final Container NAMED = Containers.named("c1", "web");
    private static final Container PENDING = Container.pending("c1");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsOfAContainerThatNobodyNames() {
        Finding finding = JUDGE.only("VDT-8008", observed(State.PENDING, PENDING, PENDING));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("within 700 ms");
        assertThat(finding.container().id()).isEqualTo("c1");
    }

    @Test
    void theNameThatCameLateIsANoteOnTheSameContainer() {
        Finding finding = JUDGE.only("VDT-8008", observed(State.COMPLETED, NAMED, PENDING));

        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.message()).contains("after 700 ms", "12 of its events", "9 of them");
        assertThat(finding.container().pod().name()).isEqualTo("web-1");
    }

    @Test
    void anotherContainerUnderTheSameIdShowsBothSides() {
        Container other = Containers.named("c1", "miner");

        Finding finding = JUDGE.only("VDT-8008", observed(State.CHANGED, other, NAMED));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.evidence().get("before")).contains("shop/web-1/web");
        assertThat(finding.evidence().get("now")).contains("shop/miner-1/miner");
        assertThat(finding.id())
                .isNotEqualTo(JUDGE.only("VDT-8008", observed(State.CHANGED, NAMED, other))
                        .id());
    }

    @Test
    void eachContainerIsToldOnce() {
        assertThat(JUDGE.only("VDT-8008", observed(State.PENDING, PENDING, PENDING))
                        .id())
                .isEqualTo(JUDGE.only("VDT-8008", observed(State.PENDING, PENDING, PENDING))
                        .id())
                .isNotEqualTo(JUDGE.only(
                                "VDT-8008", observed(State.PENDING, Container.pending("c2"), Container.pending("c2")))
                        .id());
    }

    private static IdentityObserved observed(State state, Container now, Container before) {
        return new IdentityObserved(state, now, before, 700_000_000, 12, 9, Events.EPOCH_NANOS, Origin.LIVE);
    }
}
