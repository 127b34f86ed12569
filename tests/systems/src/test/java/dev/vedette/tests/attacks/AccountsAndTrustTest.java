package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** VDT-3038, VDT-3042 and VDT-3043: whom a container lets in, and whom it believes. */
@OnAttackRange
class AccountsAndTrustTest {
    private final AttackRange range;

    AccountsAndTrustTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void changesByPersonsAndByToolsOfTheirOwnAreFound() throws IOException, InterruptedException {
        Workload attacked = range.ordinary();

        attacked.session(true, "sh", "-c", """
                echo 'x:x:0:0::/:/bin/sh' >>/proc/self/root/etc/passwd
                cp /etc/group /etc/group.new && mv /etc/group.new /etc/group
                mkdir -p /usr/local/share/ca-certificates && echo x >/usr/local/share/ca-certificates/x.crt
                passwd -l nobody
                """);
        attacked.does("cp /bin/busybox /tmp/mv && echo x >/tmp/shadow && /tmp/mv /tmp/shadow /etc/shadow"
                        + " && echo '127.0.0.1 registry.example' >/tmp/hosts && cp /bin/busybox /tmp/ln"
                        + " && mkdir -p /etc/ssl/certs && /tmp/ln /tmp/hosts /etc/ssl/certs/x.pem")
                .worked();

        isFound(attacked, "VDT-3042", Severity.HIGH, "/etc/passwd");
        isFound(attacked, "VDT-3042", Severity.HIGH, "/etc/group");
        isFound(attacked, "VDT-3042", Severity.HIGH, "/etc/shadow");
        isFound(attacked, "VDT-3043", Severity.HIGH, "/usr/local/share/ca-certificates/x.crt");
        isFound(attacked, "VDT-3043", Severity.MEDIUM, "/etc/ssl/certs/x.pem");
        attacked.isFound("VDT-3038", Severity.MEDIUM);
    }

    @Test
    void entrypointThatMakesItsUserAndReadersAreSilent() {
        Workload workload = range.ordinary();

        workload.does("""
                echo 'app:x:1234:0::/:/bin/false' >>/etc/passwd; passwd -l nobody
                mkdir -p /etc/ssl/certs && echo x >/etc/ssl/certs/house.pem
                cat /etc/passwd /etc/ssl/certs/house.pem && echo x >/tmp/passwd && mv /tmp/passwd /tmp/shadow
                """).worked();

        workload.isSilentOn("VDT-3038", "VDT-3042", "VDT-3043");
    }

    private static void isFound(Workload attacked, String rule, Severity severity, String file) {
        var unused =
                attacked.isFound(rule, severity, finding -> finding.evidence().containsValue(file));
    }
}
