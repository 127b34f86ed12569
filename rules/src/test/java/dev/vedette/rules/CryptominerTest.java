package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3009")
class CryptominerTest {
    private static final String WALLET = "4" + "8Ab".repeat(31) + "x";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Events by(Processes process, String container) {
        return Events.by(process).in(Containers.named(container, "web"));
    }

    private static List<Finding> judge(Fact... facts) {
        List<Finding> findings = new ArrayList<>();
        for (Fact fact : facts) {
            findings.addAll(JUDGE.judge("VDT-3009", fact));
        }
        return findings;
    }

    @Test
    void findsARenamedMinerByItsArguments() {
        Processes renamed = Processes.process()
                .executable(Files.onOverlay("/tmp/.x", OverlayLayer.UPPER))
                .arguments("[kworker]", "-o", "stratum+tcp://203.0.113.9:443", "-u", WALLET);

        assertThat(judge(by(renamed, "renamed").executes())).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).contains("wallet", "not of the image");
        });
    }

    @Test
    void findsAMinerOfTheImage() {
        Processes named = Processes.of("/opt/xmrig").arguments("xmrig", "-a", "rx/0", "-c", "config.json");
        Processes interpreted = Processes.of("/usr/bin/python3")
                .arguments("python3", "m.py", "--rig-id=7", "stratum://pool.example:3333");

        assertThat(judge(by(named, "named").executes()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
        assertThat(judge(by(interpreted, "interpreted").executes())).hasSize(1);
    }

    @Test
    void findsASilentMinerByItsPoolAndItsTuning() {
        Processes quiet = Processes.of("/app/worker");

        assertThat(judge(
                        by(quiet, "quiet").resolves("gulf.moneroocean.stream", "A"),
                        by(quiet, "quiet").writes(Files.on(0x01021994L, "/dev/cpu/0/msr"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void isSilentOnOneMarkAlone() {
        Processes database = Processes.of("/usr/bin/setup-pages");
        Processes pool = Processes.of("/app/pool").arguments("pool", "--listen=stratum+tcp://0.0.0.0:3333");

        assertThat(judge(by(database, "database").writes(Files.on(0x9fa0L, "/proc/sys/vm/nr_hugepages"))))
                .isEmpty();
        assertThat(judge(by(pool, "pool").executes())).isEmpty();
        assertThat(judge(
                        by(database, "names").resolves("www.nicehash.com", "A"),
                        by(database, "names").resolves("f2pool.com", "AAAA")))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseThatOnlySpeakOfIt() {
        Processes search =
                Processes.of("/bin/grep").arguments("grep", "-rE", "stratum+tcp://", "--donate-level", WALLET);
        Processes shell =
                Processes.of("/bin/sh").arguments("sh", "-c", "grep xmrig", "--donate-level", "stratum+tcp://x");
        Processes ordinary =
                Processes.of("/usr/bin/node").arguments("node", "server.js", "--port=8080", "--algo", "sha256");

        assertThat(judge(by(search, "search").executes(), by(shell, "search").executes()))
                .isEmpty();
        assertThat(judge(by(ordinary, "ordinary").executes())).isEmpty();
    }

    @Test
    void findsThemInTheOtherOrder() {
        Processes quiet = Processes.of("/app/worker");

        assertThat(judge(
                        by(quiet, "tuned").writes(Files.on(0x9fa0L, "/proc/sys/vm/nr_hugepages")),
                        by(quiet, "tuned").resolves("gulf.moneroocean.stream", "A")))
                .hasSize(1);
    }

    @Test
    void isSilentOnADatabaseWithLargePagesAboutItsBusiness() {
        Processes database = Processes.of("/usr/bin/postgres");

        assertThat(judge(
                        by(database, "pages").writes(Files.on(0x9fa0L, "/proc/sys/vm/nr_hugepages")),
                        by(database, "pages").writes(Files.ofImage("/data/base/1")),
                        by(database, "pages").resolves("replica.db.svc.cluster.local", "A")))
                .isEmpty();
    }
}
