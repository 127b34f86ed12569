package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.IsolationObserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a manifest is turned into, the reader answers with facts and problems. */
class ManifestFuzzTest {
    private static final int ROUNDS = 100_000;
    private static final long SEED = 20_260_101L;

    private static final List<String> SEEDS = List.of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: b, labels: {x: "1"}}
            spec:
              hostPID: true
              os: {name: linux}
              volumes:
                - {name: v, hostPath: {path: /var/run/../run/docker.sock}}
              initContainers:
                - name: i
                  securityContext: &c {privileged: true, runAsUser: 0}
              containers:
                - name: m
                  image: x@sha256:00
                  securityContext:
                    <<: *c
                    capabilities: {add: [ALL], drop: [CHOWN]}
                  volumeMounts: [{name: v, mountPath: /x, readOnly: yes}]
            """, """
            {"kind":"List","items":[{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":
            [{"name":"j","securityContext":{"privileged":true}}]}}}}}},{"kind":"PersistentVolume",
            "spec":{"accessModes":["ReadOnlyMany"],"hostPath":{"path":"/"}}}]}
            """);

    private static final List<String> TOKENS = List.of(
            "null",
            "~",
            "{}",
            "[]",
            "- ",
            ": ",
            "true",
            "\"",
            "'",
            "&a ",
            "*a",
            "*c",
            "<<: ",
            "---\n",
            "...\n",
            "!!binary ",
            "| ",
            ">-\n",
            "\t",
            "\u0000",
            "\u2028",
            "\ud800",
            "999999999999999999999",
            "0x",
            "-1",
            "/",
            "../..",
            "{{ .x }}",
            "%YAML 9.9\n",
            "? ",
            "kind: List\n",
            "items: ",
            "spec: ",
            "containers: ",
            "securityContext: ",
            "hostPath: ",
            "path: ",
            "add: ");

    @Test
    void aHundredThousandMangledManifestsNeverCrashIt() {
        Random random = new Random(SEED);
        int judged = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mangle(SEEDS.get(round % SEEDS.size()), random);
            List<ManifestProblem> problems = new ArrayList<>();
            try {
                judged += judge(text, problems).isEmpty() ? 0 : 1;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + " crashed on:\n" + text, e);
            }
            refused += problems.isEmpty() ? 0 : 1;
            assertThat(problems)
                    .allSatisfy(problem ->
                            assertThat(problem.message()).isNotBlank().doesNotContain("\n", "Exception", "java."));
        }
        // Both ways must have been taken often, or the mangling is too mild or too wild to say anything.
        assertThat(judged).isGreaterThan(ROUNDS / 20);
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    private static List<IsolationObserved> judge(String text, List<ManifestProblem> problems) {
        ManifestSet set = ManifestReader.readText("fuzz", text);
        problems.addAll(set.problems());
        FieldReader fields = new FieldReader("fuzz");
        List<IsolationObserved> facts = new ArrayList<>();
        set.manifests().forEach(manifest -> facts.addAll(new ManifestFacts(fields, 0).of(manifest)));
        problems.addAll(fields.problems());
        return facts;
    }

    private static String mangle(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                case 2 -> text.insert(at, (char) random.nextInt(0x300));
                case 3 -> text.setLength(at);
                case 4 -> replaceWord(text, at, random);
                default -> text.insert(at, piece(seed, random));
            }
        }
        return text.toString();
    }

    /** Puts a value of another type where one stands. */
    private static void replaceWord(StringBuilder text, int at, Random random) {
        int end = at;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        text.replace(at, end, TOKENS.get(random.nextInt(TOKENS.size())));
    }

    private static String piece(String seed, Random random) {
        int from = random.nextInt(seed.length());
        return seed.substring(from, Math.min(seed.length(), from + random.nextInt(60)));
    }
}
