package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The program as people meet it: help, mistakes, exit codes. */
class VedetteTest {
    /** What takes no argument of interest needs no example. */
    private static final Set<String> SELF_EXPLAINING =
            Set.of("bench", "test", "check", "build", "doctor", "containers");

    @TempDir
    Path folder;

    @BeforeAll
    static void logAsTheProgramDoes() {
        Logging.configure();
    }

    static Stream<String> commands() {
        return all(Vedette.commandLine(), "", new TreeMap<>()).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoesAndHowItIsUsed(String command) {
        Ran help = Ran.command((command + " --help").strip().split(" "));

        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: vedette");
        CommandLine line = all(Vedette.commandLine(), "", new TreeMap<>()).get(command);
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        if (!SELF_EXPLAINING.contains(line.getCommandName())) {
            assertThat(help.out()).containsPattern("Examples?:").contains("  vedette ");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionAndOperandIsDescribed(String command) {
        CommandLine line = all(Vedette.commandLine(), "", new TreeMap<>()).get(command);

        assertThat(line.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
    }

    @Test
    void eachCommandIsFoundByTheNameThatItHas() {
        CommandLine all = Vedette.commandLine();

        all.getSubcommands().forEach((name, line) -> {
            assertThat(line.getCommandSpec()
                            .userObject()
                            .getClass()
                            .getAnnotation(CommandLine.Command.class)
                            .name())
                    .isEqualTo(name);
            CommandLine alone = new CommandLine(CommandLine.Model.CommandSpec.create());
            Commands.addNamed(name, alone);
            assertThat(alone.getSubcommands()).containsOnlyKeys(name);
        });
    }

    @Test
    void withoutACommandItShowsWhatThereIs() {
        Ran ran = Ran.command();

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("sensor", "console", "webhook", "scan", "doctor", "findings", "explain");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sensor --polices=x          | Unknown option: '--polices=x'        | --policies
            sensr                       | Unmatched argument at index 0: 'sensr' | sensor
            console --lisen 1:1 --token-file x | Unknown options: '--lisen'      | --listen
            """)
    void aMisspeltWordIsSaidWithTheNearestOne(String arguments, String said, String nearest) {
        Ran ran = Ran.command(arguments.strip().split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("vedette: " + said, nearest, "--help");
        assertThat(ran.showsInternals()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            console                                            | Missing required option: '--token-file=FILE'
            console --listen 8642 --token-file x               | '8642' is not HOST:PORT, such as 127.0.0.1:8642
            console --listen ::1:8642 --token-file x           | '::1:8642' is not HOST:PORT
            console --listen localhost:99999 --token-file x    | 'localhost:99999' is not HOST:PORT
            console --token-file /nowhere/token                | cannot read the secret in /nowhere/token
            webhook --mode sometimes                           | expected one of [AUDIT, ENFORCE] (case-insensitive) but was 'sometimes'
            webhook --tls-cert x                               | give both --tls-cert and --tls-key, or neither
            webhook --tls-cert /nowhere/c --tls-key /nowhere/k | /nowhere/k does not exist
            webhook --seal-key /nowhere/k                      | whoever reaches 0.0.0.0 could have pods sealed: give --client-ca
            webhook --policies /nowhere/policies               | /nowhere/policies: There is no such file; check the path.
            webhook --bundle /nowhere/rules.jar                | give the key that it is signed by with --bundle-key, or say --unsigned-bundles
            scan x --bundle /nowhere/rules.jar                 | /nowhere/rules.jar
            webhook --bundle /nowhere/rules.jar --bundle-key /nowhere/key | The bundle key /nowhere/key does not exist
            sensor --bundle /nowhere/rules.jar                 | give the key that it is signed by with --bundle-key, or say --unsigned-bundles
            replay x --bundle y --bundle-key z --unsigned-bundles | give --bundle-key or --unsigned-bundles, not both
            policy build . -o x.jar --key /nowhere/key         | /nowhere/key does not exist
            policy cel VDT-1034                                | there is no policy for VDT-1034: it needs more than one object
            policy cel VDT-10001                               | 'VDT-10001' is no rule that CEL can say; did you mean
            policy cel strict                                  | 'strict' is no level: write privileged, baseline or restricted, or ids of rules
            policy cel privileged                              | privileged demands nothing: write baseline or restricted
            policy cel baseline restricted                     | give one level, or ids of rules
            policy cel rules --namespace-label x               | --namespace-label is to be KEY=VALUE, not 'x'
            webhook --template Fleet                           | 'Fleet' does not say where a kind keeps its pods
            sensor --console a:1                               | --console needs --console-token-file
            sensor --cluster-policies                          | --cluster-policies needs an API server: give --kubeconfig
            sensor --metrics 9642                              | '9642' is not HOST:PORT
            policy                                             | say what to do: check, explain, new, test, build, keygen, schema or cel
            scan                                               | say what to judge: files, folders or - for standard input
            scan /nowhere/x --values y                         | --values and --set are for charts, and there is none in what is judged
            scan /nowhere/x --set a=b                          | name it with --helm CHART
            scan x --only pss --pss-level privileged           | --pss-level privileged allows everything
            scan x --pss-level baseline                        | say which standard is meant: give --only pss as well
            scan x --pss-version 1.29                          | say which standard is meant: give --only pss as well
            """)
    void whatCannotBeDoneIsSaidInOneSentence(String arguments, String said) {
        Ran ran = Ran.command(arguments.strip().split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("vedette: ").contains(said).doesNotContain("this was not expected");
        assertThat(ran.showsInternals()).isFalse();
    }

    @Test
    void scanTellsByItsExitCodeWhetherAllIsCleanFoundOrNotJudged() throws Exception {
        Path clean = Files.writeString(folder.resolve("clean.yaml"), pod(""));
        Path bad = Files.writeString(folder.resolve("bad.yaml"), pod("hostPID: true"));
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "kind: [");

        assertThat(Ran.command("scan", clean.toString()).exit()).isZero();
        Ran found = Ran.command("scan", bad.toString());
        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out()).contains("VDT-1002");
        assertThat(Ran.command("scan", broken.toString()).exit()).isEqualTo(2);
        assertThat(Ran.command("scan", folder.resolve("absent.yaml").toString()).exit())
                .isEqualTo(2);
    }

    @Test
    void scanJudgesByAPodSecurityStandardAlone() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), pod("hostPID: true"));

        Ran baseline = Ran.command("scan", "--only", "pss", "--pss-level", "baseline", bad.toString());
        assertThat(baseline.exit()).isEqualTo(1);
        assertThat(baseline.out()).contains("hostNamespaces", "Pod shop/web").doesNotContain("VDT-", "runAsNonRoot");
        Ran old = Ran.command("scan", "--only", "pss", "--pss-version", "1.7", "--format", "json", bad.toString());
        assertThat(old.out()).contains("\"check\" : \"runAsNonRoot\"").doesNotContain("allowPrivilegeEscalation");
        Ran wrong = Ran.command("scan", "--only", "pss", "--pss-version", "2.0", bad.toString());
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("'2.0' is no version of the Pod Security Standards: write latest, or one like 1.29");
    }

    @Test
    void scanKeepsBackWhatAPolicyExcepts() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), pod("hostPID: true"));
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: known}
                spec:
                  exceptions:
                    - {rule: VDT-1002, workload: shop/web, reason: It watches its node, expires: 2999-12-31}
                """);

        assertThat(Ran.command("scan", "--policies", policy.toString(), bad.toString())
                        .exit())
                .isZero();
    }

    @Test
    void explainShowsARulesPageAndKnowsWhatIsNoRule() {
        assertThat(Ran.command("explain", "vdt-1002").out()).contains("VDT-1002", "severity:");
        assertThat(Ran.command("explain").out().lines().count()).isGreaterThan(20);

        Ran unknown = Ran.command("explain", "VDT-9999");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err().strip())
                .isEqualTo("vedette: there is no rule VDT-9999: 'vedette explain' lists those there are");
    }

    @ParameterizedTest
    @CsvSource({"findings", "containers", "respond pause c1"})
    void withoutASensorTheCommandsThatAskOneSaySo(String command) {
        String state = folder.resolve("state").toString();
        Ran ran = Ran.command((command + " --state " + state).split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err().strip().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("vedette: ").contains("sensor"));
        assertThat(ran.showsInternals()).isFalse();
    }

    @Test
    void policyExplainSaysWhichResponseDecides() throws Exception {
        Path documents = Files.writeString(
                folder.resolve("explained.yaml"),
                policy("mode: enforce, scope: {namespaces: [shop]}, responses: [{severity: high, action: throttle},"
                        + " {severity: high, action: pause, at: 2, within: 10m}]"));

        Ran ran = Ran.command("policy", "explain", "--policies", documents.toString(), "--for", "shop/api/main");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()
                        .lines()
                        .filter(line -> line.contains("policy "))
                        .map(line -> line.strip().replaceAll(" +", " ")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("1 * high and worse enforce pause")
                                .endsWith("at finding 2 within 600 s"),
                        second -> assertThat(second).startsWith("2 * high and worse enforce throttle"),
                        third -> assertThat(third).startsWith("3 * any enforce alert"));
        assertThat(Ran.command("policy", "explain", "--for", "other/api").out()).contains("policy default");
        assertThat(Ran.command("policy", "explain", "--for", "api").err()).contains("'api' is no container");
        assertThat(Ran.command("policy", "explain", "--for", "a/b", "--rule", "VDT-0")
                        .err())
                .contains("no rule VDT-0");
    }

    @Test
    void policyCheckSaysFileLineColumnAndTheNearestWord() throws Exception {
        Path good = Files.writeString(folder.resolve("good.yaml"), policy("mode: audit"));
        Path bad = Files.writeString(folder.resolve("bad.yaml"), policy("mod: audit"));

        assertThat(Ran.command("policy", "check", good.toString()).exit()).isZero();
        Ran refused = Ran.command("policy", "check", bad.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("bad.yaml:4:8: 'mod' is not a key of spec; did you mean 'mode'?");
    }

    private static Map<String, CommandLine> all(CommandLine line, String name, Map<String, CommandLine> into) {
        into.put(name, line);
        for (Map.Entry<String, CommandLine> sub : line.getSubcommands().entrySet()) {
            if (!sub.getValue().getCommandSpec().usageMessage().hidden()) {
                all(sub.getValue(), (name + " " + sub.getKey()).strip(), into);
            }
        }
        return into;
    }

    private static String pod(String more) {
        return String.join(
                "\n",
                List.of(
                        "apiVersion: v1",
                        "kind: Pod",
                        "metadata: {name: web, namespace: shop}",
                        "spec:",
                        "  containers: [{name: web, image: 'web:1'}]",
                        more.isEmpty() ? "" : "  " + more,
                        ""));
    }

    private static String policy(String spec) {
        return "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: house}\nspec: {" + spec + "}\n";
    }
}
