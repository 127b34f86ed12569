package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.PolicySet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a manifest is turned into, the scanner answers with findings and problems. */
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
    void aHundredThousandMangledManifestsNeverCrashIt() throws Exception {
        Random random = new Random(SEED);
        int found = 0;
        int refused = 0;
        try (Scanner scanner = new Scanner(List.of(RuleBundle.builtIn(getClass().getClassLoader())), PolicySet.NONE)) {
            for (int round = 0; round < ROUNDS; round++) {
                String text = mangle(SEEDS.get(round % SEEDS.size()), random);
                ScanReport report = scan(scanner, text, round);
                found += report.findings().isEmpty() ? 0 : 1;
                refused += report.problems().isEmpty() ? 0 : 1;
                for (ManifestProblem problem : report.problems()) {
                    assertThat(problem.message())
                            .isNotBlank()
                            .doesNotContain("\n", "Exception", "java.", "failed on this object");
                }
            }
        }
        // Both ways must have been taken often, or the mangling is too mild or too wild to say anything.
        assertThat(found).isGreaterThan(ROUNDS / 20);
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    private static ScanReport scan(Scanner scanner, String text, int round) {
        try {
            return scanner.scanText("fuzz", text);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("round " + round + " crashed on:\n" + text, e);
        }
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
