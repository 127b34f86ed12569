package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3053")
class RunThroughLoaderTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static ProcessExecuted loader(String path, String... arguments) {
        return Events.by(Processes.of(path).arguments(arguments)).executes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ld.so /tmp/x",
                "ld.so --library-path /lib /dev/shm/x -v",
                "ld.so --argv0 sh --inhibit-cache ./x",
                "ld.so --preload=/tmp/a.so x",
                "ld.so /proc/self/root/tmp/x"
            })
    void findsProgramsFromWhereAnybodyWrites(String command) {
        Finding finding = JUDGE.only(
                "VDT-3053", loader("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", command.split(" ", -1)));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsMuslsAndRatesBundlesLow() {
        assertThat(JUDGE.only("VDT-3053", loader("/lib/ld-musl-x86_64.so.1", "ld", "/opt/app/bin/app"))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void ratesWhatAServerStartsMedium() {
        Processes loader = Processes.of("/lib/ld-linux.so.2")
                .arguments("ld.so", "/bin/true")
                .childOf(Processes.process().serving());

        assertThat(JUDGE.only("VDT-3053", Events.by(loader).executes()).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnWhatOnlyTellsAndOnOrdinaryPrograms() {
        Processes traced = Processes.of("/lib/ld-linux.so.2").arguments("ld.so", "/bin/ls");

        assertThat(JUDGE.judge("VDT-3053", loader("/lib/ld-linux.so.2", "ld.so", "--list", "/tmp/x")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3053", loader("/lib/ld-linux.so.2", "ld.so", "--verify", "/bin/ls")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3053", loader("/lib/ld-musl-x86_64.so.1", "/usr/bin/ldd", "/bin/ls")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3053", Events.by(traced).executesWith(Map.of("LD_TRACE_LOADED_OBJECTS", "1"), false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3053", loader("/usr/bin/ld", "ld", "-o", "/tmp/x")))
                .isEmpty();
    }
}
