package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-8011")
class RefusedByPolicyTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsWhatWasDenied() {
        Finding finding = JUDGE.only("VDT-8011", opened(Enforcement.DENIED));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("opening of a file (/etc/motd)", "It was denied.");
    }

    @Test
    void tellsAKillAsAKill() {
        assertThat(JUDGE.only("VDT-8011", opened(Enforcement.KILLED)).message())
                .contains("It was killed before its first instruction.");
    }

    @Test
    void tellsWhatAuditModeLetThrough() {
        Finding finding = JUDGE.only("VDT-8011", opened(Enforcement.WOULD_DENY));

        assertThat(finding.severity()).isEqualTo(Severity.LOW);
        assertThat(finding.message()).endsWith("It would have been denied.");
    }

    @Test
    void isSilentOfWhatNoPolicyDenies() {
        assertThat(JUDGE.judge(opened(Enforcement.NONE))).isEmpty();
    }

    private static FileOpened opened(Enforcement enforcement) {
        FileOpened plain = Events.byServer().reads(Files.ofImage("/etc/motd"));
        EventContext context = plain.context();
        return new FileOpened(
                new EventContext(
                        context.bootNanos(),
                        context.epochNanos(),
                        context.process(),
                        context.container(),
                        context.phase(),
                        context.hostNamespaces(),
                        context.origin(),
                        context.receivedNanos(),
                        context.entry(),
                        enforcement,
                        false),
                plain.file(),
                plain.read(),
                plain.write(),
                plain.create(),
                plain.requestedPath(),
                plain.raceable(),
                plain.role());
    }
}
