package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.NeighbourView;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-4003: a container that takes the disk from another. */
@OnAttackRange
class DiskContentionTest {
    private final AttackRange range;

    DiskContentionTest(AttackRange range) {
        this.range = range;
    }

    /** One small request after the other, past the page cache. */
    private static final String SERVICE = """
        dd if=/dev/zero of=/data bs=1M count=16 oflag=direct
        while :; do dd if=/data of=/dev/null bs=4k iflag=direct 2> /dev/null; done
        """;

    /** Four readers of large portions, so that the disk has always more to do than it can. */
    private static final String GREEDY = """
        dd if=/dev/zero of=/data bs=1M count=64 oflag=direct
        for reader in 1 2 3 4; do
            (while :; do dd if=/data of=/dev/null bs=1M iflag=direct 2> /dev/null; done) &
        done
        wait
        """;

    @Test
    void neighbourThatTakesTheDiskIsNamedWithWhatItAskedFor() throws Exception {
        assumeThat(Files.getFileStore(range.state()).name())
                .as("the disk of containers")
                .startsWith("/dev/");
        RunningContainer victim = start("ledger", SERVICE);
        try (ControlClient sensor = new ControlClient(ControlSocket.in(range.state()))) {
            NeighbourView view = new NeighbourView(sensor, "io");
            view.await(victim, line -> line.getVerdict().equals("usual"));

            RunningContainer culprit = start("export", GREEDY);
            Finding found = range.findings()
                    .await(
                            "contention",
                            Waiting.LONG,
                            finding -> finding.ruleId().equals("VDT-4003")
                                    && finding.container().id().equals(victim.id()));
            NeighbourLine line = view.await(victim, one -> one.getCulpritId().equals(culprit.id()));
            String figures = range.sensor().figures();
            culprit.stop();
            victim.stop();

            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.evidence().get("culprit")).contains("export");
            assertThat(found.evidence().get("waited behind")).contains("export");
            assertThat(found.evidence().get("culprit's use")).contains("MiB in ");
            assertThat(line.getP95Nanos()).isGreaterThan(line.getUsualP95Nanos());
            assertThat(figures)
                    .containsPattern("vedette_blame_seconds_total\\{victim=\"range/ledger[^}]*export[^}]*\"io\"");
            assertThat(range.findings().of(culprit.id(), "VDT-4003")).isEmpty();
        }
    }

    private RunningContainer start(String pod, String script) {
        return range.start(pod, UnaryOperator.identity(), ContainerRequest::runtimeSeccomp, "sh", "-c", script);
    }
}
