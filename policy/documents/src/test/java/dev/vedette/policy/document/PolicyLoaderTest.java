package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.Escalation;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseTarget;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLoaderTest {
    private static final String HEAD = "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: p}\n";
    static final String FULL = HEAD + """
            spec:
              mode: enforce
              scope:
                namespaces: [shop, "team-*"]
                labels: {tier: web}
              rules: ["VDT-2*", VDT-3003, VDT-3014]
              parameters:
                VDT-3014:
                  credential-names: [id_ed25519]
              responses:
                - {severity: critical, action: pause}
                - {rule: VDT-3003, action: kill-process}
              exceptions:
                - rule: VDT-2004
                  workload: shop/debug
                  executable: {path: /usr/bin/strace, layer: image}
                  reason: The debug pod traces by design
                  expires: 2027-01-31
                  owner: team-a
            """;

    private final PolicyLoader loader = new PolicyLoader(Rules.ALL);

    @TempDir
    Path directory;

    @Test
    void objectsOfAClusterAreReadAlikeAndWhatIsWrongIsSaidWithItsField() {
        assertThat(loader.parseObject("policies.vedette.dev/p", FULL)).isEqualTo(loader.parse("p.yaml", FULL));

        LoadedPolicies.Refused refused = (LoadedPolicies.Refused) loader.parseObject("policies.vedette.dev/p", """
                {"apiVersion": "vedette.dev/v1alpha1", "kind": "Policy", "metadata": {"name": "p"},
                 "spec": {"mode": "obey", "responses": [{"action": "paus"}, {"acton": "pause"}]}}""");

        assertThat(refused.problems().stream().map(PolicyProblem::toString))
                .containsExactly(
                        "policies.vedette.dev/p: spec.mode: 'obey' is not valid here; use audit, enforce.",
                        "policies.vedette.dev/p: spec.responses[0].action: 'paus' is not valid here; did you mean 'pause'?",
                        "policies.vedette.dev/p: spec.responses[1]: 'acton' is not a key of a response; did you mean"
                                + " 'action'?",
                        "policies.vedette.dev/p: spec.responses[1]: 'action' is missing in a response.");
    }

    @Test
    void readsAWholeDocument() {
        PolicySet set = accepted(FULL);

        Scope scope = new Scope(
                List.of(new Glob("shop"), new Glob("team-*")), List.of(), List.of(), Map.of("tier", "web"), false);
        assertThat(set.statements())
                .containsExactlyInAnyOrder(
                        statement(scope, "VDT-2*", Severity.CRITICAL, ResponseAction.PAUSE),
                        statement(scope, "VDT-3003", Severity.CRITICAL, ResponseAction.PAUSE),
                        statement(scope, "VDT-3014", Severity.CRITICAL, ResponseAction.PAUSE),
                        statement(scope, "VDT-3003", Severity.INFO, ResponseAction.KILL_PROCESS),
                        statement(scope, "VDT-2*", Severity.INFO, ResponseAction.ALERT),
                        statement(scope, "VDT-3014", Severity.INFO, ResponseAction.ALERT));
        assertThat(set.exceptions())
                .containsExactly(new PolicyException(
                        "p",
                        scope,
                        new Glob("VDT-2004"),
                        new Glob("shop/debug"),
                        null,
                        null,
                        new Glob("/usr/bin/strace"),
                        "The debug pod traces by design",
                        LocalDate.of(2027, 1, 31),
                        "team-a"));
        assertThat(set.parameters())
                .singleElement()
                .satisfies(p -> assertThat(p.values()).containsExactly("id_ed25519"));
    }

    @Test
    void auditsEveryContainerAndNotTheHostUnlessToldOtherwise() {
        assertThat(accepted(HEAD + "spec: {}\n").statements())
                .containsExactly(new PolicyStatement(
                        "p", Mode.AUDIT, Scope.CONTAINERS, Glob.ANY, Severity.INFO, ResponseAction.ALERT));
    }

    @Test
    void readsAtWhichFindingAResponseIsGiven() {
        PolicyStatement later = accepted(HEAD + """
                        spec:
                          responses:
                          - {severity: high, action: pause, at: 2, within: 10m}
                          - {severity: high, action: throttle}
                        """).statements().getFirst();

        assertThat(later.escalation()).isEqualTo(new Escalation(2, Duration.ofMinutes(10)));
        assertThat(later.describe()).endsWith(", at finding 2 within 600 s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {action: pause, at: 2}                | 'at' and 'within' go together
                    {action: pause, within: 10m}          | 'at' and 'within' go together
                    {action: pause, at: 1, within: 10m}   | '1'
                    {action: pause, at: two, within: 10m} | 'two'
                    {action: pause, at: 2, within: 10}    | '10'
                    """)
    void saysWhatIsWrongWithAnEscalation(String response, String message) {
        assertThat(refused(HEAD + "spec: {responses: [" + response + "]}\n"))
                .anySatisfy(problem -> assertThat(problem.toString()).contains(message));
    }

    @Test
    void readsHowAResponseIsToBeCarriedOut() {
        List<PolicyStatement> statements = accepted(HEAD + """
                        spec:
                          responses:
                            - {severity: low, action: throttle, for: 10m, cpu: 0.25, memory: 64Mi, io: 1Mi, pids: 32}
                            - {severity: medium, action: isolate-network, except: [10.0.0.0/8, fd00::1], dns: [10.96.0.10]}
                            - {severity: high, action: deny, for: 2h, deny: [exec, connect]}
                            - {severity: critical, action: stop, grace: 5s}
                        """).statements();

        assertThat(statements.stream().map(PolicyStatement::options))
                .containsExactly(
                        new ResponseOptions(
                                Duration.ofMinutes(10),
                                new ResponseOptions.Limits(250, 64L << 20, 1 << 20, 32),
                                List.of(),
                                List.of(),
                                null,
                                List.of()),
                        new ResponseOptions(
                                Duration.ZERO,
                                ResponseOptions.Limits.NONE,
                                List.of("10.0.0.0/8", "fd00::1"),
                                List.of("10.96.0.10"),
                                null,
                                List.of()),
                        new ResponseOptions(
                                Duration.ofHours(2),
                                ResponseOptions.Limits.NONE,
                                List.of(),
                                List.of(),
                                null,
                                List.of(DeniedAction.EXEC, DeniedAction.CONNECT)),
                        new ResponseOptions(
                                Duration.ZERO,
                                ResponseOptions.Limits.NONE,
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(5),
                                List.of()),
                        ResponseOptions.NONE);
    }

    @Test
    void readsToWhomAnAnswerIsGiven() {
        assertThat(accepted(HEAD + "spec: {responses: [{action: throttle, target: culprit, cpu: 500m}]}\n")
                        .statements())
                .first()
                .satisfies(statement -> {
                    assertThat(statement.options().target()).isEqualTo(ResponseTarget.CULPRIT);
                    assertThat(statement.describe()).contains("throttle the culprit");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {mod: audit}                            | 4:8  | 'mod' is not a key of spec; did you mean 'mode'?
            {mode: enforced}                        | 4:14 | 'enforced' is not valid here; did you mean 'enforce'?
            {mode: [a]}                             | 4:14 | Here must be a text, not a list.
            {mode: }                                | 4:8  | 'mode' has no value; give it one or leave it out.
            {rules: [VDT-2003]}                     | 4:16 | There is no rule 'VDT-2003'; did you mean 'VDT-2002'?
            {rules: []}                             | 4:15 | 'rules' is an empty list; leave it out if it is to be everything.
            {scope: {namespaces: []}}               | 4:28 | 'namespaces' is an empty list; leave it out if it is to be everything.
            {scope: {host: maybe}}                  | 4:22 | Here must be true or false.
            {scope: {namespace: [a]}}               | 4:16 | 'namespace' is not a key of scope; did you mean 'namespaces'?
            {responses: [{action: paus}]}           | 4:29 | 'paus' is not valid here; did you mean 'pause'?
            {responses: [{action: resume}]}         | 4:29 | 'resume' is not valid here; use alert, deny, kill-process, throttle, isolate-network, pause, stop, evict.
            {responses: [{action: pause, for: soon}]} | 4:41 | 'soon' is no time; write it like 30s, 10m, 2h or 1d.
            {responses: [{action: pause, for: [1m]}]} | 4:41 | Here must be a text, not a list.
            {responses: [{action: stop, for: 10m}]} | 4:40 | 'for' says nothing of stop; use grace.
            {responses: [{action: alert, cpu: 1}]}  | 4:41 | 'cpu' says nothing of alert; it has no options.
            {responses: [{action: throttle, cpu: 1m}]} | 4:44 | '1m' is less than 10m, the least that the kernel can give.
            {responses: [{action: throttle, memory: 10X}]} | 4:47 | '10X' is no number of bytes; write it like 64Mi or 1048576.
            {responses: [{action: isolate-network, except: [10.0.0.1, db]}]} | 4:65 | 'db' is no address and no range of addresses like 10.0.0.0/8.
            {responses: [{action: isolate-network, dns: true}]} | 4:51 | 'true' is no address and no range of addresses like 10.0.0.0/8.
            {responses: [{action: deny, deny: [exec, run]}]} | 4:48 | 'run' cannot be denied; use exec, open, write, mount, connect, ptrace, module, bpf, device, sysctl.
            {responses: [{action: stop, target: culprit}]} | 4:43 | 'target' says nothing of stop; use grace.
            {responses: [{action: pause, target: victim}]} | 4:44 | 'victim' is nobody to answer; use container or culprit.
            {responses: [{action: pause, targets: culprit}]} | 4:36 | 'targets' is not a key of a response; did you mean 'target'?
            {responses: [{action: throttle, target: culprit}]} | 4:20 | A throttled culprit needs a limit on what it takes from its victim: cpu, io, memory or pids.
            {responses: [{rule: VDT-3003, action: evict, target: culprit}]} | 4:20 | None of these rules names a culprit; those that do: VDT-4001.
            {responses: [{severity: high}]}         | 4:20 | 'action' is missing in a response.
            {parameters: {VDT-3014: {names: [a]}}}  | 4:32 | Rule VDT-3014 has no parameter 'names'; it has credential-names.
            {parameters: {VDT-2002: {names: [a]}}}  | 4:32 | Rule VDT-2002 has no parameter 'names'; it has none.
            {rules: [VDT-2002], responses: [{rule: VDT-3003, action: stop}]} | 4:46 | 'VDT-3003' reaches beyond the rules of this policy; add it to 'rules'.
            {responses: [{action: stop}, {action: pause}]} | 4:36 | There is a response to * from info on already.
            {exceptions: [{rule: VDT-2002, workload: a, reason: x}]} | 4:21 | 'expires' is missing in an exception.
            {exceptions: [{rule: VDT-2002, workload: a, expires: 2027-01-31}]} | 4:21 | 'reason' is missing in an exception.
            {exceptions: [{rule: VDT-2002, workload: a, reason: x, expires: 2027-02-31}]} | 4:71 | '2027-02-31' is not valid here; did you mean '2027-01-31'?
            {exceptions: [{rule: VDT-2002, workload: a, reason: x, expires: soon}]} | 4:71 | 'soon' is not valid here; use 2027-01-31.
            {exceptions: [{rule: VDT-2002, reason: x, expires: 2027-01-31}]} | 4:21 | An exception must say for what: give it a workload, an image, a digest or an executable of the image.
            {exceptions: [{rule: VDT-2002, executable: {path: sh}, reason: x, expires: 2027-01-31}]} | 4:57 | The path of an executable must begin with a slash.
            {exceptions: [{rule: VDT-2002, digest: sha256:aa, reason: x, expires: 2027-01-31}]} | 4:46 | 'sha256:aa' is not valid here; use sha256:<64 hex digits>.
            """)
    void saysWhereAndWhatIsWrong(String spec, String place, String message) {
        List<PolicyProblem> problems = refused(HEAD + "spec: " + spec + "\n");

        assertThat(problems).first().hasToString("p.yaml:" + place + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "a: ["               | p.yaml:1:5: The document is not YAML:
            "[]"                 | p.yaml:1:1: Here must be a mapping with the keys of a policy document, not a list.
            "kind: Policy"       | p.yaml:1:1: 'apiVersion' is missing in a policy document.
            "kind: Polcy"        | p.yaml:1:7: 'Polcy' is not valid here; did you mean 'Policy'?
            """)
    void refusesWhatIsNoPolicy(String text, String message) {
        assertThat(refused(text)).anySatisfy(p -> assertThat(p.toString()).startsWith(message));
    }

    @Test
    void showsEverythingThatIsWrongAtOnce() {
        assertThat(refused(HEAD + "spec: {mod: x, rule: y, scope: {hosts: true}}\n"))
                .hasSize(3);
    }

    @Test
    void refusesControlCharactersThatWouldReachATerminal() {
        assertThat(refused("apiVersion: vedette.dev/v1alpha1\nkind: Policy\nspec: {}\nmetadata: {name: \"a\\e[2J\"}\n"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).isEqualTo("This text contains control characters."));
    }

    @Test
    void saysNoMoreOfTenThousandBadDocumentsThanAPersonReads() {
        String one = "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: same}\nspec: {mode: x}\n---\n";
        assertThat(loader.parse("many.yaml", one.repeat(10_000)))
                .isInstanceOfSatisfying(LoadedPolicies.Refused.class, refused -> {
                    assertThat(refused.problems()).hasSizeBetween(1, 100);
                    assertThat(refused.problems().getFirst().line()).isEqualTo(4);
                });
    }

    /** What turns text round or steers a terminal with one byte, in a key, a value and what YAML itself complains of. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\u202e\\u009b2J\": 1", "spec: {mode: \"a\\u202eb\"}", "a: *x\u202ey", "a: !\u202ex y"})
    void saysWhatIsWrongInTextThatATerminalShows(String text) {
        assertThat(loader.parse("evil.yaml", text))
                .isInstanceOfSatisfying(
                        LoadedPolicies.Refused.class,
                        refused -> assertThat(refused.problems())
                                .isNotEmpty()
                                .allSatisfy(problem ->
                                        assertThat(problem.message()).isEqualTo(PrintableText.of(problem.message()))));
    }

    @Test
    void readsADirectoryWithSeveralDocumentsAFile() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), FULL + "---\n" + FULL.replace("name: p", "name: q"));
        Files.writeString(directory.resolve(".hidden.yaml"), "[");
        Files.writeString(directory.resolve("notes.txt"), "[");

        assertThat(loader.load(directory))
                .isInstanceOfSatisfying(
                        LoadedPolicies.Accepted.class,
                        a -> assertThat(a.names()).containsExactly("p", "q"));
    }

    @Test
    void refusesTheWholeSetForOneBadDocument() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), FULL);
        Files.writeString(directory.resolve("b.yaml"), HEAD.replace("name: p", "name: q") + "spec: {mode: off}\n");

        assertThat(loader.load(directory)).isInstanceOf(LoadedPolicies.Refused.class);
    }

    @Test
    void refusesTwoPoliciesOfOneName() {
        assertThat(refused(FULL + "---\n" + FULL))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("There is a policy 'p' already"));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(loader.load(directory.resolve("none")))
                .isInstanceOfSatisfying(
                        LoadedPolicies.Refused.class,
                        r -> assertThat(r.problems().getFirst().message())
                                .isEqualTo("There is no such file; check the path."));
    }

    private PolicySet accepted(String text) {
        LoadedPolicies loaded = loader.parse("p.yaml", text);
        assertThat(loaded).isInstanceOf(LoadedPolicies.Accepted.class);
        return ((LoadedPolicies.Accepted) loaded).policies();
    }

    private List<PolicyProblem> refused(String text) {
        LoadedPolicies loaded = loader.parse("p.yaml", text);
        assertThat(loaded).isInstanceOf(LoadedPolicies.Refused.class);
        return ((LoadedPolicies.Refused) loaded).problems();
    }

    private static PolicyStatement statement(Scope scope, String rules, Severity atLeast, ResponseAction action) {
        return new PolicyStatement("p", Mode.ENFORCE, scope, new Glob(rules), atLeast, action);
    }
}
