package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Facts come and go while the sensor runs; maps and the other facts stay as they are. */
@RequiresBpf
class FactsOnDemandTest {
    private static final ProbeSettings SETTINGS = ProbeSettings.defaults().withRingBytes(1 << 20);

    @Test
    void aFactIsToldFromWhenItIsWantedUntilItIsNot() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS.withFacts(Set.of("fill")), TestObject.bytes())) {
            Executions executions = new Executions(probes);
            start();
            probes.want(Set.of("fill", "on_exec"));
            int told = start();
            assertThat(executions.until("true", told)).containsExactly(told);

            probes.want(Set.of("fill"));
            start();
            probes.want(Set.of("fill", "on_exec"));
            int again = start();
            assertThat(executions.until("true", again)).containsExactly(again);
        }
    }

    @Test
    void oneThatIsRefusedDoesNotStopTheOthers() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS.withFacts(Set.of("on_exec")), TestObject.bytes())) {
            probes.want(Set.of("on_exec", "on_fork"));
            assertThat(fact(probes, "on_fork").rung()).isEmpty();
            assertThat(fact(probes, "on_fork").why()).contains("invalid bpf_context access");
            List<Integer> seen = new ArrayList<>();
            int told = start();
            seen.addAll(new Executions(probes).until("true", told));
            assertThat(seen).contains(told);
        }
    }

    private static FactStatus fact(KernelProbes probes, String name) {
        return probes.facts().stream()
                .filter(fact -> fact.fact().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int start() throws Exception {
        Process process = new ProcessBuilder("/bin/true").start();
        process.waitFor();
        return (int) process.pid();
    }
}
