package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3050")
class SeveralKindsOfCredentialsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> reads(String container, String program, String path) {
        return JUDGE.judge(
                "VDT-3050",
                Events.by(Processes.of(program))
                        .in(Containers.named(container, "web"))
                        .reads(Files.ofImage(path)));
    }

    @Test
    void findsTheThirdKindWhoeverReadIt() {
        assertThat(reads("looted", "/app/server", "/root/.aws/credentials")).isEmpty();
        assertThat(reads("looted", "/bin/cat", "/root/.docker/config.json")).isEmpty();

        List<Finding> found = reads("looted", "/usr/bin/python3.11", "/root/.ssh/id_ed25519");

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.evidence()).containsEntry("kinds", "cloud, registry, keys");
        });
    }

    @Test
    void isSilentOnOneKindHoweverOften() {
        assertThat(reads("one", "/app/server", "/root/.aws/credentials")).isEmpty();
        assertThat(reads("one", "/app/server", "/home/a/.aws/credentials")).isEmpty();
        assertThat(reads("one", "/app/server", "/home/b/.azure/accessToken")).isEmpty();
    }

    @Test
    void isSilentOnDifferentContainersTogether() {
        assertThat(reads("a", "/bin/cat", "/root/.aws/credentials")).isEmpty();
        assertThat(reads("b", "/bin/cat", "/root/.docker/config.json")).isEmpty();
        assertThat(reads("c", "/bin/cat", "/root/.ssh/id_ed25519")).isEmpty();
    }

    @Test
    void isSilentOnTwoKindsWithOtherFilesAndALogin() {
        assertThat(reads("two", "/app/server", "/root/.aws/credentials")).isEmpty();
        assertThat(reads("two", "/app/server", "/root/.docker/config.json")).isEmpty();
        assertThat(reads("two", "/app/server", "/etc/app.conf")).isEmpty();
        assertThat(reads("two", "/usr/sbin/sshd", "/etc/shadow")).isEmpty();
    }
}
