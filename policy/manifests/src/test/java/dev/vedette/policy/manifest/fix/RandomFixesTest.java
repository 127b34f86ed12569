package dev.vedette.policy.manifest.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import dev.vedette.policy.podsecurity.RandomPods;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Fixes of any pod, however it is written, are laws: they mend, they change nothing else, and they are done once. */
class RandomFixesTest {
    private static final int PODS = 400;

    /** What fixes may touch. */
    private static final Pattern TOUCHED =
            Pattern.compile(".*/(hostNetwork|hostPID|hostIPC|privileged|hostPort|procMount"
                    + "|allowPrivilegeEscalation|runAsNonRoot|sysctls|hostProcess|host|add|drop|add/\\d+"
                    + "|seLinuxOptions/(type|user|role)|(seccompProfile|appArmorProfile)(/type)?"
                    + "|annotations/container\\.(apparmor|seccomp)\\..*|annotations/seccomp\\..*"
                    + "|capabilities|seLinuxOptions|securityContext|sysctls/\\d+/name)");

    private static final List<String> FOR_PEOPLE =
            List.of("hostPathVolumes", "restrictedVolumes", "runAsUser", "runAsNonRoot");

    @Test
    void mendWhatTheyCanAndChangeNothingElse() throws YamlException {
        int done = 0;
        for (int seed = 0; seed < PODS; seed++) {
            Random random = new Random(seed);
            IssueFinder finder = finder(random);
            String before = manifests(random);
            ManifestFixer fixer = new ManifestFixer(finder, FixLevel.ALL);

            FixedManifest fixed = fixer.fix("pod.yaml", before);

            String told = "seed " + seed + "\n" + before + "\n=>\n" + fixed.after();
            assertThat(fixed.left())
                    .as(told)
                    .allSatisfy(left -> assertThat(FOR_PEOPLE)
                            .as(left.toString())
                            .contains(left.issue().rule()));
            assertThat(comments(fixed.after())).as(told).isEqualTo(comments(before));
            assertThat(breaks(fixed.after())).as(told).isSubsetOf(breaks(before));
            assertThat(differences(before, fixed.after()))
                    .as(told)
                    .allMatch(p -> TOUCHED.matcher(p).matches());
            assertThat(fixer.fix("pod.yaml", fixed.after()).after()).as(told).isEqualTo(fixed.after());
            assertNothingNew(counts(finder, before), counts(finder, fixed.after()), told);
            done += fixed.done().size();
        }
        assertThat(done).isGreaterThan(5 * PODS);
    }

    private static void assertNothingNew(Map<String, Long> before, Map<String, Long> after, String told) {
        after.forEach((rule, count) ->
                assertThat(count).as(rule + " " + told).isLessThanOrEqualTo(before.getOrDefault(rule, 0L)));
    }

    private static IssueFinder finder(Random random) {
        PodSecurityLevel level = random.nextInt(4) == 0 ? PodSecurityLevel.BASELINE : PodSecurityLevel.RESTRICTED;
        PodSecurityVersion version = random.nextBoolean()
                ? PodSecurityVersion.LATEST
                : new PodSecurityVersion(random.nextInt(PodSecurityVersion.NEWEST + 1));
        return IssueFinder.of(new PodSecurityScan(new PodSecurityStandard(level, version)));
    }

    private static String manifests(Random random) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            documents.add(manifest(random));
        }
        return new RandomYaml(random).write(documents);
    }

    private static Map<String, Object> manifest(Random random) {
        Map<String, Object> pod = new RandomPods(random).pod();
        Map<String, Object> manifest = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            manifest.put("kind", "Pod");
            manifest.putAll(pod);
        } else {
            manifest.put("kind", "Deployment");
            manifest.put("spec", Map.of("template", pod));
        }
        return manifest;
    }

    private static Set<String> differences(String before, String after) throws YamlException {
        return Differences.between(YamlReader.read(before), YamlReader.read(after));
    }

    private static List<String> comments(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("#"))
                .toList();
    }

    private static Set<String> breaks(String text) {
        return Pattern.compile("\r?\n")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Map<String, Long> counts(IssueFinder finder, String text) {
        return finder.find(ManifestReader.readText("pod.yaml", text)).issues().stream()
                .collect(Collectors.groupingBy(Issue::rule, Collectors.counting()));
    }
}
