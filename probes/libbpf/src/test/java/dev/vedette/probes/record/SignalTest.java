package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

/** Which signals are told: those that pass from one group to another, and those of no common meaning. */
@RequiresBpf
@EnabledOnOs(architectures = "amd64")
class SignalTest {
    private static final int SIGUSR1 = 10;
    private static final int SIGUSR2 = 12;
    private static final int SIGTERM = 15;
    private static final int UNCOMMON = 50;
    private static final int SI_QUEUE = -1;
    private static final int SI_TIMER = -2;

    private final TestGroups groups = new TestGroups();
    private KernelProbes probes;
    private Watching watching;
    private Path group;
    private Process target;

    @BeforeEach
    void startTarget() throws Exception {
        group = groups.make("signals");
        probes = KernelProbes.attach(ProbeSettings.defaults().withFacts(Set.of("signal", "sched_process_exec")));
        watching = new Watching(probes);
        target = Programs.start(
                Programs.within(group, Programs.perl("$SIG{$_} = 'IGNORE' for keys %SIG; exec 'sleep', '60'")));
        watching.first(
                ExecRecord.class,
                exec -> exec.header().pid() == target.pid()
                        && exec.executable().path().endsWith("sleep"));
    }

    @AfterEach
    void endTarget() throws Exception {
        target.destroyForcibly().waitFor();
        probes.close();
        groups.close();
    }

    @Test
    void tellsASignalToAnotherGroup() throws Exception {
        int sender = Programs.run("/bin/sh", "-c", "kill -TERM " + target.pid());

        SignalRecord sent = sent(sender, SIGTERM);

        assertThat(sent.target().pid()).isEqualTo(target.pid());
        assertThat(sent.target().cgroupId()).isEqualTo(TestGroups.id(group));
        assertThat(sent.code()).isZero();
    }

    @Test
    void tellsOneWithAFakedCode() throws Exception {
        String send = "$i = pack('lllx116', 12, 0, $ARGV[1]); syscall(129, $ARGV[0]+0, 12, $i)";
        int queueing = Programs.run(Programs.perl(send, target.pid(), SI_QUEUE));
        int pretending = Programs.run(Programs.perl(send, target.pid(), SI_TIMER));

        assertThat(sent(queueing, SIGUSR2).code()).isEqualTo(SI_QUEUE);
        assertThat(sent(pretending, SIGUSR2).code()).isEqualTo(SI_TIMER);
    }

    @Test
    void tellsOneSentThroughADescriptor() throws Exception {
        int sender = Programs.run(Programs.perl("syscall(424, syscall(434, $ARGV[0]+0, 0), 10, 0, 0)", target.pid()));

        assertThat(sent(sender, SIGUSR1).target().pid()).isEqualTo(target.pid());
    }

    @Test
    void withinAGroupTellsOnlyWhatHasNoCommonMeaning() throws Exception {
        int sender = Programs.run(Programs.within(
                group, Programs.perl("kill 10, $ARGV[0]; kill 50, $ARGV[0]; kill 50, $ARGV[0]", target.pid())));

        sent(sender, UNCOMMON);
        Programs.run("/bin/sh", "-c", "kill -USR2 " + target.pid());
        watching.first(SignalRecord.class, record -> record.signal() == SIGUSR2);
        assertThat(watching.ofKind(SignalRecord.class))
                .filteredOn(record -> record.header().pid() == sender)
                .hasSize(1);
    }

    private SignalRecord sent(int sender, int signal) {
        return watching.first(
                SignalRecord.class, record -> record.header().pid() == sender && record.signal() == signal);
    }
}
