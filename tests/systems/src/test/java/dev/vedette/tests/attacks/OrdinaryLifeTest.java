package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An ordinary container at its ordinary work: nobody is told anything. */
@OnAttackRange
class OrdinaryLifeTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private final AttackRange range;

    OrdinaryLifeTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void webServerWithProbesLogRotationAndBackupIsQuiet() throws InterruptedException {
        Workload web = range.ordinary();
        web.does("""
                mkdir -p /www /var/log/web /backup && echo hello >/www/index.html
                httpd -p 127.0.0.1:8080 -h /www
                """).worked();

        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        for (int round = 0; System.nanoTime() < end; round++) {
            assertThat(web.exec("wget", "-q", "-O-", "http://127.0.0.1:8080/index.html")
                            .stdout())
                    .contains("hello");
            assertThat(web.exec("sh", "-c", "test -e /www/index.html && pidof httpd >/dev/null")
                            .exitCode())
                    .isZero();
            web.does(rotation(round)).worked();
            web.does("tar -czf /backup/www-%d.tar.gz /www /etc/passwd && sha256sum /backup/www-%d.tar.gz"
                            .formatted(round, round))
                    .worked();
            Thread.sleep(Duration.ofMillis(500));
        }

        web.isSilentOn("VDT-8001");
        List<Finding> told = range.findings().of(web.id()).stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .filter(finding -> !finding.message().startsWith("/run/busybox-"))
                .toList();
        assertThat(told).as(Findings.described(told)).isEmpty();
    }

    private static String rotation(int round) {
        return """
                for i in 1 2 3; do wget -q -O- http://127.0.0.1:8080/index.html >>/var/log/web/access.log; done
                mv /var/log/web/access.log /var/log/web/access.log.%1$d && gzip /var/log/web/access.log.%1$d
                ls /var/log/web | wc -l; find /var/log/web -name '*.gz' -mmin +60 | xargs -r rm
                """.formatted(round);
    }
}
