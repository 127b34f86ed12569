package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.novelty.LearningState;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** VDT-5001 to VDT-5003: what no replica of a workload was ever seen to run, to write or to reach. */
@OnAttackRange
class DeviationTest {
    private static final String USUAL = """
            mkdir -p /var/tmp/2026-07-01
            for i in 1 2 3 4 5; do
                /bin/date >/dev/null; /bin/ls / >/dev/null
                /usr/bin/perl -e 'open(my $f, ">", "/var/tmp/2026-07-01/$$") or die $!' >/dev/null
                /usr/bin/perl -MIO::Socket::INET -e 'IO::Socket::INET->new("127.0.0.1:81")' >/dev/null
            done
            """;

    private final AttackRange range;

    DeviationTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void whatNoReplicaEverRanIsFoundAndWhatAnyRanIsSilent() throws InterruptedException {
        List<Workload> replicas = IntStream.range(0, 3).mapToObj(this::replica).toList();
        replicas.forEach(replica -> replica.does(USUAL).worked());
        replicas.forEach(replica -> replica.does(USUAL).worked());
        Workload replica = replicas.getFirst();
        Waiting.until(
                "the workload is learned",
                () -> range.sensor().containers().stream()
                        .anyMatch(entry -> entry.container().id().equals(replica.id())
                                && entry.baseline() == LearningState.LEARNED));
        // Where it writes and whom it reaches is learned since it first did, which is later than its first program.
        Thread.sleep(AttackRange.SOON_LEARNED.shortest());
        int before = range.findings().of(replica.id(), "VDT-5001").size();

        replica.does(USUAL).worked();
        replica.does("/usr/bin/whoami").worked();
        replica.does("""
                mkdir -p /var/tmp/2026-07-02
                mkdir -p /var/tmp/other
                /usr/bin/perl -e 'open(my $f, ">", "/var/tmp/2026-07-02/x") or die $!'
                /usr/bin/perl -e 'open(my $f, ">", "/var/tmp/other/x") or die $!'
                /usr/bin/perl -MIO::Socket::INET -e 'IO::Socket::INET->new("127.0.0.1:4444")'
                """).worked();

        Finding found = replica.isFound(
                "VDT-5001",
                Severity.MEDIUM,
                finding -> finding.evidence().get("seen").contains("whoami"));
        assertThat(found.evidence()).containsEntry("replicas learned from", "3");
        assertThat(replica.isFound(
                                "VDT-5002",
                                Severity.LOW,
                                finding -> finding.evidence().get("seen").contains("/var/tmp/other"))
                        .evidence())
                .containsEntry("replicas learned from", "3");
        var unused = replica.isFound(
                "VDT-5003",
                Severity.MEDIUM,
                finding -> finding.evidence().get("seen").contains("loopback at port 4444"));
        for (String rule : List.of("VDT-5002", "VDT-5003")) {
            assertThat(range.findings().of(replica.id(), rule))
                    .noneMatch(finding -> finding.evidence().get("seen").matches(".*(/var/tmp/\\*|port 81 ).*"));
        }
        // What is usual was done before, so it has been judged.
        assertThat(range.findings().of(replica.id(), "VDT-5001")).hasSize(before + 1);
    }

    @Test
    void nothingIsCalledNewBeforeTheWorkloadIsKnown() {
        Workload workload = range.ordinary();

        workload.does("/usr/bin/whoami; /bin/hostname; /bin/uname").worked();

        workload.isSilentOn("VDT-5001", "VDT-5002", "VDT-5003");
    }

    /** Named as the pods of a Deployment's ReplicaSet are. */
    private Workload replica(int number) {
        return range.workload(
                "web-5d8f7b-bcdf" + "ghj".charAt(number),
                pod -> pod.label("pod-template-hash", "5d8f7b"),
                container -> container.runtimeSeccomp());
    }
}
