package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checks against a second implementation that shares nothing with them. */
class PodSecurityStandardTest {
    /** Fewer where it runs once for each mutant of the checks. */
    private static final int PODS = Integer.getInteger("vedette.pods", 200_000);

    private static final long SEED = 20_261_126L;
    /** Of each check, of the pods that were asked: else random pods would show little of it. */
    private static final int ENOUGH = PODS / 200;

    @Test
    void failsRandomPodsByExactlyTheChecksThatTheTableOfRulesFailsThemBy() {
        Random random = new Random(SEED);
        Map<String, Integer> failed = new HashMap<>();
        int clean = 0;
        for (int i = 0; i < PODS; i++) {
            Map<String, Object> pod = new RandomPods(random).pod();
            int minor = random.nextInt(PodSecurityVersion.NEWEST + 1);
            boolean restricted = random.nextBoolean();

            Set<String> failing = failing(pod, restricted, minor);

            assertThat(failing)
                    .as("pod %d at 1.%d, restricted %s: %s", i, minor, restricted, pod)
                    .isEqualTo(StandardByTable.failing(pod, restricted, minor));
            failing.forEach(check -> failed.merge(check, 1, Integer::sum));
            clean += failing.isEmpty() ? 1 : 0;
        }
        assertThat(failed)
                .hasSize(19)
                .allSatisfy((check, count) -> assertThat(count).as(check).isGreaterThan(ENOUGH));
        assertThat(clean).isGreaterThan(ENOUGH);
    }

    private static Set<String> failing(Map<String, Object> pod, boolean restricted, int minor) {
        LocatedNode template = Nodes.of(pod, "");
        FieldReader fields = new FieldReader("random.yaml");
        PodSecurityStandard standard = new PodSecurityStandard(
                restricted ? PodSecurityLevel.RESTRICTED : PodSecurityLevel.BASELINE, new PodSecurityVersion(minor));
        Set<String> failing = standard.judge(template, template.get("spec").orElseThrow(), fields).stream()
                .map(PodSecurityViolation::check)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(fields.problems()).isEmpty();
        return failing;
    }
}
