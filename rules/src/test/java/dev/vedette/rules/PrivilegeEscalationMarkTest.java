package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3030")
class PrivilegeEscalationMarkTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> begins(
            String path, Map<String, String> variables, boolean secure, String... arguments) {
        return JUDGE.judge(
                "VDT-3030", Events.by(Processes.of(path).arguments(arguments)).executesWith(variables, secure));
    }

    @Test
    void findsPkexecWithoutArgumentsUnderAnyName() {
        assertThat(begins("/usr/bin/pkexec", Map.of(), true)).hasSize(1);
        assertThat(begins("/opt/tool", Map.of(), true, "")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.evidence()).containsEntry("weakness", "pkexec (CVE-2021-4034)");
        });
    }

    @Test
    void findsSudoeditWithATrailingBackslash() {
        assertThat(begins("/usr/bin/sudo", Map.of(), true, "sudoedit", "-s", "AAAA\\", "BBBB"))
                .hasSize(1);
        assertThat(begins("/usr/bin/s", Map.of(), true, "/x/sudoedit", "-A", "-i", "\\"))
                .hasSize(1);
        assertThat(begins("/usr/bin/sudo", Map.of(), true, "sudo", "-e", "-s", "x\\"))
                .hasSize(1);
    }

    @Test
    void findsTunablesWithinTunables() {
        Map<String, String> doubled = Map.of("GLIBC_TUNABLES", "glibc.malloc.mxfast=glibc.malloc.mxfast=A");

        assertThat(begins("/usr/bin/su", doubled, true, "su", "--help")).hasSize(1);
        assertThat(begins("/usr/bin/su", doubled, false, "su", "--help")).isEmpty();
    }

    @Test
    void findsAChosenRootAndALoginByTelnet() {
        Processes telnetd = Processes.of("/usr/sbin/in.telnetd").serving();
        Processes login = Processes.of("/bin/login")
                .arguments("login", "-h", "x", "-f root")
                .childOf(telnetd);

        assertThat(begins("/usr/bin/sudo", Map.of(), true, "sudo", "-R", "woot", "woot"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
        assertThat(begins("/usr/bin/sudo", Map.of(), true, "sudo", "--chroot=x", "id"))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3030", Events.by(login).executes())).hasSize(1);
    }

    @Test
    void isSilentOnHonestStarts() {
        Map<String, String> honest = Map.of("GLIBC_TUNABLES", "glibc.malloc.arena_max=2:glibc.malloc.check=3");
        Processes login =
                Processes.of("/bin/login").arguments("login", "-f", "x").childOf(Processes.of("/sbin/getty"));

        assertThat(begins("/usr/bin/sudo", honest, true, "sudo", "ls", "-R", "C:\\"))
                .isEmpty();
        assertThat(begins("/usr/bin/sudo", Map.of(), true, "sudoedit", "/etc/hosts"))
                .isEmpty();
        assertThat(begins("/usr/bin/true", Map.of(), false)).isEmpty();
        assertThat(JUDGE.judge("VDT-3030", Events.by(login).executes())).isEmpty();
    }
}
