package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API server would ask, asked of Google's CEL. */
class PodSecurityPolicyObjectsTest {
    private static final int PODS = 20_000;
    private static final long SEED = 20_261_127L;
    /** Of each check, of the pods that were asked. */
    private static final int ENOUGH = 100;

    private static final Map<String, String> VARIABLES =
            objects(true, PodSecurityVersion.NEWEST).variables();

    private final CelEngine cel = new CelEngine();
    /** By version and level: they are the same for each pod. */
    private final Map<String, Map<String, String>> expressions = new HashMap<>();

    @Test
    void itsExpressionsFailRandomPodsByExactlyTheChecksThatTheTableOfRulesFailsThemBy() {
        Random random = new Random(SEED);
        Map<String, Integer> failed = new HashMap<>();
        for (int i = 0; i < PODS; i++) {
            Map<String, Object> pod = withDefaults(new RandomPods(random).pod());
            int minor = random.nextInt(PodSecurityVersion.NEWEST + 1);
            boolean restricted = random.nextBoolean();

            Set<String> failing = failing(pod, restricted, minor);

            assertThat(failing)
                    .as("pod %d at 1.%d, restricted %s: %s", i, minor, restricted, pod)
                    .isEqualTo(StandardByTable.failing(pod, restricted, minor));
            failing.forEach(check -> failed.merge(check, 1, Integer::sum));
        }
        assertThat(failed)
                .hasSize(19)
                .allSatisfy((check, count) -> assertThat(count).as(check).isGreaterThan(ENOUGH));
    }

    private Set<String> failing(Map<String, Object> pod, boolean restricted, int minor) {
        Map<String, Object> object = new HashMap<>(pod);
        object.put("kind", "Pod");
        Map<String, Object> values = values(object);
        Set<String> failing = new TreeSet<>();
        expressions
                .computeIfAbsent(
                        minor + "/" + restricted,
                        asked -> objects(restricted, minor).expressions())
                .forEach((check, expression) -> {
                    if (!cel.evaluate(expression, values).equals(true)) {
                        failing.add(check);
                    }
                });
        return failing;
    }

    @Test
    void eachValidationSaysTheCheckTheDemandAndTheRemedyAndHasItsVariables() {
        Map<?, ?> policy = objects(true, 30).objects().getFirst();
        Map<?, ?> spec = (Map<?, ?>) policy.get("spec");

        assertThat((List<?>) spec.get("variables"))
                .extracting(variable -> ((Map<?, ?>) variable).get("name").toString())
                .contains("template", "spec", "containers");
        assertThat((List<?>) spec.get("validations"))
                .extracting(
                        validation -> ((Map<?, ?>) validation).get("message").toString())
                .hasSize(14)
                .allMatch(message -> message.matches("\\w+ \\(restricted:v1\\.30\\): [A-Z].+\\."))
                .anyMatch(message -> message.startsWith("runAsNonRoot "));
    }

    private static PodSecurityPolicyObjects objects(boolean restricted, int minor) {
        return new PodSecurityPolicyObjects(
                new PodSecurityDemand(
                        restricted ? PodSecurityLevel.RESTRICTED : PodSecurityLevel.BASELINE,
                        new PodSecurityVersion(minor)),
                "tier",
                "shared");
    }

    /** What the variables are, each made of those before it. */
    private Map<String, Object> values(Map<String, Object> object) {
        Map<String, Object> variables = new HashMap<>();
        Map<String, Object> values = Map.of("object", CelEngine.celValue(object), "variables", variables);
        VARIABLES.forEach((name, expression) -> variables.put(name, cel.evaluate(expression, values)));
        return values;
    }

    /** The API server makes a volume of no kind an emptyDir before anybody is asked. */
    private static Map<String, Object> withDefaults(Map<String, Object> pod) {
        ((Map<?, ?>) pod.get("spec"))
                .entrySet().stream()
                        .filter(field -> field.getKey().equals("volumes"))
                        .flatMap(field -> ((List<?>) field.getValue()).stream())
                        .forEach(PodSecurityPolicyObjectsTest::completeVolume);
        return pod;
    }

    @SuppressWarnings("unchecked")
    private static void completeVolume(Object volume) {
        Map<String, Object> fields = (Map<String, Object>) volume;
        if (fields.size() == 1) {
            fields.put("emptyDir", Map.of());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PodTemplate | template
            Deployment  | spec.template
            Job         | spec.template
            CronJob     | spec.jobTemplate.spec.template
            """)
    void findsThePodOfEachKindOfWorkload(String kind, String path) {
        Map<String, Object> object = Map.of("spec", Map.of("hostPID", true, "containers", List.of()));
        List<String> steps = new ArrayList<>(List.of(path.split("\\.")));
        while (!steps.isEmpty()) {
            object = Map.of(steps.removeLast(), object);
        }
        Map<String, Object> workload = new LinkedHashMap<>(object);
        workload.put("kind", kind);
        PodSecurityPolicyObjects objects = objects(false, PodSecurityVersion.NEWEST);

        assertThat(cel.evaluate(objects.expressions().get("hostNamespaces"), values(workload)))
                .isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:1 | a:1 | false
            a:1 | a:2 | true
            """)
    void judgesAPodAgainWhenAnImageIsAnother(String before, String now, boolean again) {
        assertThat(isJudged(pod(before, List.of()), pod(now, List.of()))).isEqualTo(again);
    }

    @Test
    void judgesAPodAgainWhenAnEphemeralContainerHasCome() {
        List<Object> debugging = List.of(Map.of("name", "debug", "image", "d:1"));

        assertThat(isJudged(pod("a:1", List.of()), pod("a:1", debugging))).isTrue();
        assertThat(isJudged(pod("a:1", debugging), pod("a:1", debugging))).isFalse();
    }

    private boolean isJudged(Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> values =
                Map.of("object", now, "oldObject", before, "request", Map.of("operation", "UPDATE"));
        return conditions().stream()
                .allMatch(condition -> cel.evaluate(condition, values).equals(true));
    }

    private static List<String> conditions() {
        Map<?, ?> policy = (Map<?, ?>)
                objects(true, PodSecurityVersion.NEWEST).objects().getFirst().get("spec");
        return ((List<?>) policy.get("matchConditions"))
                .stream()
                        .map(condition ->
                                ((Map<?, ?>) condition).get("expression").toString())
                        .toList();
    }

    private static Map<String, Object> pod(String image, List<Object> ephemeral) {
        return Map.of(
                "kind",
                "Pod",
                "spec",
                Map.of(
                        "containers",
                        List.of(Map.of("name", "main", "image", image)),
                        "ephemeralContainers",
                        ephemeral));
    }

    @Test
    void deniesPodsAndWarnsOfWhatMakesThem() {
        List<Map<String, Object>> objects = objects(true, 29).objects();

        assertThat(objects)
                .extracting(object -> object.get("kind"))
                .containsExactly(
                        "ValidatingAdmissionPolicy",
                        "ValidatingAdmissionPolicyBinding",
                        "ValidatingAdmissionPolicyBinding");
        assertThat(objects.get(1).toString()).contains("[Deny, Audit]", "pods/ephemeralcontainers", "{tier=shared}");
        assertThat(objects.get(1).toString()).doesNotContain("deployments");
        assertThat(objects.get(2).toString()).contains("[Warn, Audit]", "deployments", "cronjobs");
        assertThat(objects.getFirst().toString()).contains("vedette-pod-security-restricted-v1-29");
    }

    @Test
    void hasNothingToSayOfWhatDemandsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PodSecurityPolicyObjects(PodSecurityDemand.NONE, "tier", "shared"))
                .withMessageContaining("write baseline or restricted");
    }
}
