package dev.vedette.policy.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ReadTogether;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityReport;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each hostile shape is told: where it is, what it is, and what to do; and the program exits with 2. */
class HostileShapesTest {
    private static final String POD = "kind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: c}]\n";
    private static final int DEEP = 200;

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("a key that stands twice", POD + "kind: Service\n", 5, "has the key 'kind' twice"),
                shape("nesting", "a: " + "[".repeat(DEEP) + "]".repeat(DEEP), 1, "is nested deeper than 100 levels"),
                shape("an alias in itself", "a: &a\n  b: *a\n", 2, "uses the alias *a, which is not defined before"),
                shape("a bomb of aliases", bomb(), 1, "grows beyond all bounds by its aliases"),
                shape(
                        "a merge of no mapping",
                        "kind: Pod\nspec: {<<: 1}\n",
                        2,
                        "merges something that is not a mapping"),
                shape(
                        "a tag of Python",
                        "kind: Pod\na: !!python/object/apply:os.system [id]\n",
                        2,
                        "which has no meaning here; leave it out"),
                shape(
                        "a tag of one's own",
                        "kind: Pod\na: !evil x\n",
                        2,
                        "uses the tag !evil, which has no meaning here"),
                shape("bytes as a tag", "kind: Pod\na: !!binary aGk=\n", 2, "which has no meaning here"),
                shape("a tab as indentation", "kind: Pod\nspec:\n\thostPID: true\n", 3, "is not YAML"),
                shape("a NUL", "kind: Pod\nspec: {hostPID: \0true}\n", 0, "is not YAML"),
                shape("a separator of lines", "kind: Pod\n#\u2028spec: {}\n", 2, "has the character U+2028"),
                shape("a separator of paragraphs", "kind: Pod\n#\u2029spec: {}\n", 2, "has the character U+2029"),
                shape("a next line", "kind: Pod\n#\u0085spec: {}\n", 2, "has the character U+0085"),
                shape("a mark inside", POD + "---\n\ufeff" + POD, 6, "has the character U+FEFF"),
                shape("a lone carriage return", "kind: Pod\nspec: a\r  hostPID: true\n", 3, "is not YAML"),
                shape("a text cut off", "{\"kind\": \"Pod\", \"spec\": {", 1, "is not YAML"),
                shape("JSON one after another", "{\"kind\": \"Pod\"}\n{\"kind\": \"Pod\"}\n", 2, "is not YAML"),
                shape("nothing", "", 0, "is empty"),
                shape("only marks of documents", "---\n---\n...\n", 0, "is empty"),
                shape("no object", "- kind: Pod\n", 1, "a Kubernetes object is a mapping, but this is a list"),
                shape("no kind", "spec: {}\n", 1, "this object has no kind"),
                shape("a kind that is no text", "kind: [Pod]\n", 1, "this object has no kind"),
                shape(
                        "a kind in another case",
                        "kind: pod\nspec: {}\n",
                        1,
                        "Kubernetes knows no kind \"pod\"; write Pod"),
                shape("a kind with a space", "kind: \"Pod \"\n", 1, "Kubernetes knows no kind \"Pod \"; write Pod"),
                shape("no specification", "kind: Pod\n", 1, "this Pod has no pod's specification"),
                shape("no template", "kind: Deployment\nspec: {}\n", 1, "this Deployment has no pod's specification"),
                shape(
                        "items that are no list",
                        "kind: List\nitems: {a: 1}\n",
                        2,
                        "the items of a List are a list, but"),
                shape("an item that is no object", "kind: List\nitems: [1]\n", 2, "a Kubernetes object is a mapping"),
                shape("lists within lists", lists(), 1, "lists within lists deeper than 8 levels"),
                shape("a number beyond all", port("999999999999999999999"), 2, "is to be a whole number, but is 9999"),
                shape("a number with a point", port("80.5"), 2, "is to be a whole number, but is 80.5"),
                shape("a list for a text", "kind: Pod\nspec: {containers: [{name: [a]}]}\n", 2, "is to be a text, but"),
                shape(
                        "a text for truth",
                        "kind: Pod\nspec: {hostPID: \"true\"}\n",
                        2,
                        "is to be true or false, but is"),
                shape("a mapping for a list", "kind: Pod\nspec: {containers: {}}\n", 2, "is to be a list, but is"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void isToldWithItsPlaceInOneSentence(String name, String text, int line, String message) {
        PodSecurityReport report = judged(text.getBytes(StandardCharsets.UTF_8));

        assertThat(report.problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("-");
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.message()).contains(message).doesNotContain("\n", "Exception");
        });
        assertThat(report.exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsNotUtf8IsToldWithItsPlace() {
        byte[] text = (POD + "a: \u00e9\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(judged(text).problems())
                .containsExactly(new ManifestProblem("-", 5, 4, "is not UTF-8 text; save it as UTF-8"));
    }

    @Test
    void whatIsTooLargeIsTold() {
        byte[] text = (POD + "# " + "x".repeat(8 << 20)).getBytes(StandardCharsets.UTF_8);

        assertThat(judged(text).problems())
                .containsExactly(new ManifestProblem("-", 0, 0, "is larger than 8 MiB; split it"));
    }

    @Test
    void threeMebibytesAreJudged() {
        String comment = "# " + "x".repeat(78) + "\n";
        byte[] text = (comment.repeat((3 << 20) / comment.length()) + POD.replace("spec:", "spec:\n  hostPID: true"))
                .getBytes(StandardCharsets.UTF_8);

        assertThat(judged(text).findings())
                .extracting(f -> f.violation().check())
                .contains("hostNamespaces");
    }

    @ParameterizedTest
    @MethodSource("honest")
    void whatOnlyLooksOddIsJudgedAllTheSame(String text) {
        PodSecurityReport report = judged(text.getBytes(StandardCharsets.UTF_8));

        assertThat(report.problems()).isEmpty();
        assertThat(report.findings()).extracting(f -> f.violation().check()).contains("hostNamespaces");
    }

    static Stream<String> honest() {
        String pod = POD.replace("spec:", "spec:\n  hostPID: true");
        return Stream.of(
                "\ufeff" + pod,
                pod.replace("\n", "\r\n"),
                "%YAML 1.1\n---\n" + pod,
                "---\n---\n" + pod + "...\n---\n# nothing\n",
                pod.replace("hostPID", "\"host\\u0050ID\""),
                pod.replace("true", "!!bool true"),
                pod + "text: \"a\u2028b\"\n",
                "kind: Pod\nx: &x {hostPID: yes, containers: []}\nspec: {!!merge \"<<\": *x}\n",
                "apiVersion: apps/v99\nkind: Rollout\nspec: {template: {spec: {hostPID: true, initContainers: []}}}\n");
    }

    private static PodSecurityReport judged(byte[] text) {
        return new PodSecurityScan(new PodSecurityStandard(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST))
                .judge(ReadTogether.of(List.of("-"), new ByteArrayInputStream(text)));
    }

    private static Arguments shape(String name, String text, int line, String message) {
        return Arguments.of(name, text, line, message);
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 8; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d , ".formatted(i - 1).repeat(9))
                    .append("*a%d ]\n".formatted(i - 1));
        }
        return text.toString();
    }

    private static String lists() {
        return "{kind: List, items: [".repeat(10) + "]}".repeat(10);
    }

    private static String port(String number) {
        return "kind: Pod\nspec: {containers: [{ports: [{hostPort: " + number + "}]}]}\n";
    }
}
