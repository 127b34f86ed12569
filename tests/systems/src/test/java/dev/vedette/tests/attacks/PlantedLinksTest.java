package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2023, VDT-2025 and VDT-2030: paths that lead the node's own programs astray. Calls by their numbers on x86-64: symlinkat
 * (266), renameat2 (316) with RENAME_EXCHANGE (2).
 */
@OnAttackRange
class PlantedLinksTest {
    private static final String EXCHANGE =
            "perl -e 'my ($a, $b) = @ARGV;" + " die $! if syscall(316, -100, $a, -100, $b, 2) < 0' ";

    private final AttackRange range;

    PlantedLinksTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void linkExchangedWithAFolderIsFoundAndTheRaceAsWorse() throws IOException {
        Workload attacker = onFolderOfNode("/data");

        // On some rungs what is at a name is looked at afterwards, which the next deed may come before.
        attacker.does("mkdir /data/sub /data/sub2 && ln -s / /data/link && ln -s / /data/link2\n" + EXCHANGE
                        + "/data/link /data/sub\nsleep 0.5\n" + EXCHANGE + "/data/link2 /data/sub2\nsleep 0.5")
                .worked();
        attacker.isFound("VDT-2023", Severity.MEDIUM);

        attacker.does(EXCHANGE + "/data/sub /data/link\nsleep 0.3\n" + EXCHANGE
                        + "/data/link /data/../data/sub\nsleep 0.3")
                .worked();
        attacker.isFound("VDT-2023", Severity.HIGH, f -> f.message().contains("again"));
    }

    @Test
    void linkThatTheNodeFollowsIsFound() throws IOException {
        Workload attacker = onFolderOfNode("/host/var/log");

        attacker.does("""
                mkdir /host/var/log/a /host/var/log/b
                ln -s /etc/shadow /host/var/log/a/one
                perl -e 'my ($to, $at) = ("../../../../root/.ssh/id_rsa", "/host/var/log/b/two");
                die $! if syscall(266, $to, -100, $at) < 0'
                cp /bin/busybox /tmp/ln && cd /host/var/log && /tmp/ln -s / ./three
                """).worked();

        for (String link : new String[] {"a/one", "b/two", "three"}) {
            attacker.isFound(
                    "VDT-2030", Severity.HIGH, f -> f.evidence().get("link").endsWith("/log/" + link));
        }
    }

    @Test
    void programAskedForThroughAProcessIsFound() {
        Workload attacker = range.ordinary();

        attacker.exec("/proc/self/root/bin/busybox", "true");
        attacker.exec("/proc/1/cwd/bin/busybox", "id");

        for (String way : new String[] {"/proc/self/root", "/proc/1/cwd"}) {
            attacker.isFound(
                    "VDT-2025",
                    Severity.HIGH,
                    f -> f.evidence().get("asked for").startsWith(way));
        }
    }

    @Test
    void linksOfDeploymentsLogsAndOrdinaryStartsAreSilent() throws IOException {
        Workload workload = onFolderOfNode("/var/log");

        workload.exec("sh", "-c", "cd /tmp && /proc/self/exe true");
        workload.does("""
                mkdir /var/log/1 /var/log/2 && ln -s 1 /var/log/current && ln -s 2 /var/log/next
                mv -T /var/log/next /var/log/current
                """ + EXCHANGE + "/var/log/1 /var/log/2\n"
                        + "ln -s /dev/stdout /var/log/access.log; ln -s ../lib/x /var/log/x; ln -s /etc/passwd /tmp/p")
                .worked();

        workload.isSilentOn("VDT-2023", "VDT-2025", "VDT-2030");
    }

    private Workload onFolderOfNode(String at) throws IOException {
        var folder = range.folder();
        return range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(folder, at, false));
    }
}
