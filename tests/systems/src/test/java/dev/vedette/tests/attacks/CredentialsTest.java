package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-3014: passwords and tokens read by programs that have no business with them. */
@OnAttackRange
class CredentialsTest {
    private static final String SECRETS = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String TOKEN = SECRETS + "/token";

    private final AttackRange range;

    CredentialsTest(AttackRange range) {
        this.range = range;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat /etc/shadow",
                "cd /proc/self/root/etc && tar -c -f /tmp/loot.tar ./../etc/shadow",
                "ln -s /etc/shadow /tmp/notes && /bin/dd if=/tmp/notes of=/dev/null",
                "cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e 'open(my $f, \"<\", \"/etc/shadow\") or die $!'",
                "cat " + TOKEN,
                "/bin/cp " + TOKEN + " /tmp/loot",
            })
    void readerWithoutBusinessIsFound(String attack) throws IOException {
        Workload attacked = withToken();

        attacked.does(attack).worked();

        attacked.isFound("VDT-3014", Severity.MEDIUM);
    }

    @Test
    void workloadsOwnProgramWithItsOwnTokenAndNamelikeFilesAreSilent() throws IOException {
        Workload workload = withToken();

        workload.does("perl -e 'open(my $f, \"<\", \"" + TOKEN + "\") or die $!' && cat /etc/passwd"
                        + " && echo x >/tmp/shadow && cat /tmp/shadow && ls -l /etc/shadow")
                .worked();

        workload.isSilentOn("VDT-3014");
    }

    private Workload withToken() throws IOException {
        Path folder = range.folder();
        Files.writeString(folder.resolve("token"), "not a secret");
        return range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(folder, SECRETS, true));
    }
}
