package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.Scope;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenialReaderTest {
    private static final String HEAD =
            "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: p}\nspec:\n  mode: enforce\n";

    private final PolicyLoader loader = new PolicyLoader(Rules.ALL);

    @Test
    void readsWhatIsDenied() {
        List<DenyRule> rules = accepted(HEAD + """
                  scope: {namespaces: [shop]}
                  deny:
                    - {action: exec, paths: [/usr/bin/nc, /tmp/], names: [ncat], from: [added, memory]}
                    - {action: connect, to: [169.254.169.254, "fd00::/8"], except: [10.0.0.0/8], ports: [80, 6000-6063]}
                    - {action: sysctl, settings: [kernel.core_pattern, net/ipv4/ip_forward], expires: 2027-01-31}
                    - {action: ptrace}
                """);

        assertThat(rules).hasSize(4);
        DenyRule exec = rules.getFirst();
        assertThat(exec.policy()).isEqualTo("p");
        assertThat(exec.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(exec.scope()).isEqualTo(new Scope(List.of(new Glob("shop")), List.of(), List.of(), Map.of(), false));
        assertThat(exec.paths()).containsExactly("/usr/bin/nc", "/tmp/");
        assertThat(exec.names()).containsExactly("ncat");
        assertThat(exec.sources()).containsExactly("added", "memory");
        assertThat(rules.get(1).networks()).containsExactly("169.254.169.254", "fd00::/8");
        assertThat(rules.get(1).except()).containsExactly("10.0.0.0/8");
        assertThat(rules.get(1).ports()).containsExactly("80", "6000-6063");
        assertThat(rules.get(2).settings()).containsExactly("kernel/core_pattern", "net/ipv4/ip_forward");
        assertThat(rules.get(2).expires()).isEqualTo(LocalDate.of(2027, 1, 31));
        assertThat(rules.get(3).action()).isEqualTo(DeniedAction.PTRACE);
        assertThat(rules.get(3).denyAll()).isTrue();
        assertThat(exec.denyAll()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{action: exce} | p:7:16: 'exce' is not valid here; did you mean 'exec'?",
                "{action: exec, ports: [80]} | p:7:29: 'ports' says nothing of exec; use from, names, paths.",
                "{action: ptrace, names: [x]} | p:7:31: 'names' says nothing of ptrace; it is denied altogether or not at all.",
                "{action: connect, to: [10.0.0.0/33]} | p:7:30: '10.0.0.0/33' is not valid here; it must be an address or a"
                        + " range of addresses like 10.0.0.0/8.",
                "{action: connect, to: [evil.example]} | p:7:30: 'evil.example' is not valid here; it must be an address or a"
                        + " range of addresses like 10.0.0.0/8.",
                "{action: connect, ports: [90-80]} | p:7:33: '90-80' is not valid here; it must be a port or a range of ports"
                        + " like 6000-6063.",
                "{action: exec, paths: [/usr/../bin]} | p:7:30: '/usr/../bin' is not valid here; it must be an absolute path"
                        + " without patterns, '.' and '..'.",
                "{action: exec, names: [n*]} | p:7:30: 'n*' is not valid here; it must be a whole name without slashes and"
                        + " patterns, of at most 59 bytes.",
                "{action: exec, paths: []} | p:7:29: 'paths' is an empty list; leave it out if it is to be everything.",
                "{action: device, devices: [sda]} | p:7:34: 'sda' is not valid here; it must be a device like 'b 8:0' or"
                        + " 'c 10:200'.",
                "{names: [x]} | p:7:7: 'action' is missing in a denial.",
            })
    void saysWhatCannotStandAndWhere(String item, String problem) {
        LoadedPolicies loaded = loader.parse("p", HEAD + "  deny:\n    - " + item + "\n");

        assertThat(loaded).isInstanceOf(LoadedPolicies.Refused.class);
        assertThat(((LoadedPolicies.Refused) loaded).problems())
                .extracting(PolicyProblem::toString)
                .containsExactly(problem);
    }

    @Test
    void refusesToDenyAnythingToTheNode() {
        LoadedPolicies loaded = loader.parse("p", HEAD + "  scope: {host: true}\n  deny:\n    - {action: bpf}\n");

        assertThat(((LoadedPolicies.Refused) loaded).problems())
                .extracting(PolicyProblem::message)
                .containsExactly(
                        "Nothing can be denied to the node itself; leave 'host' out of the scope of this policy.");
    }

    private List<DenyRule> accepted(String text) {
        LoadedPolicies loaded = loader.parse("p", text);
        assertThat(loaded).as(loaded.toString()).isInstanceOf(LoadedPolicies.Accepted.class);
        return ((LoadedPolicies.Accepted) loaded).policies().denials();
    }
}
