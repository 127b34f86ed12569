package dev.vedette.policy.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.podsecurity.RandomPods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random manifests, written and damaged in random ways. A short run by default; {@code -Dvedette.fuzz=1000000} sets how
 * many of each, {@code -Dvedette.fuzz.seed=N} others.
 */
class HostileManifestsTest {
    private static final int ROUNDS = Integer.getInteger("vedette.fuzz", 150);
    private static final long SEED = Long.getLong("vedette.fuzz.seed", 20_261_126L);

    /** Passes the restricted standard, and each of its values is asked for by some check. */
    private static final Map<String, Object> CLEAN = clean();

    private static Judges judges;

    private final JsonMapper json = new JsonMapper();
    private final Random random = new Random(SEED);

    @BeforeAll
    static void loadRules() throws Exception {
        judges = new Judges();
    }

    @AfterAll
    static void closeRules() {
        judges.close();
    }

    @Test
    void noWayOfWritingHidesAnything() throws JsonProcessingException {
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> object = workload(new RandomPods(random).pod());
            String text = new ManifestText(random).of(object);

            Judges.Said said = judges.judge(text);

            Judges.Said ofPlain = judges.judge(json.writeValueAsString(object));
            assertThat(said.problems()).as("round %d:\n%s", round, text).isEmpty();
            assertThat(said.found()).as("round %d:\n%s", round, text).isEqualTo(ofPlain.found());
            found += said.found().size();
        }
        assertThat(found).isGreaterThan(ROUNDS);
    }

    @Test
    void aValueOfAnotherTypeIsNeverClean() throws JsonProcessingException {
        assertThat(judges.judge(json.writeValueAsString(CLEAN)).exitCode()).isZero();
        Damage damage = new Damage(random);
        for (int round = 0; round < ROUNDS; round++) {
            String text = new ManifestText(random).of(damage.wrongType(CLEAN));

            Judges.Said said = judges.judge(text);

            assertThat(said.exitCode()).as("round %d:\n%s", round, text).isNotZero();
        }
    }

    @Test
    void whateverTheTextIsAnAnswerComesInTime() {
        Damage damage = new Damage(random);
        int read = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = damage.mangled(new ManifestText(random).of(workload(new RandomPods(random).pod())));

            Judges.Said said = judges.judge(text);

            assertThat(said.exitCode() == 0 && said.objects() == 0)
                    .as("clean without an object, round %d:\n%s", round, text)
                    .isFalse();
            read += said.problems().isEmpty() ? 1 : 0;
            refused += said.problems().isEmpty() ? 0 : 1;
        }
        // Both ways must have been taken often, or the damage is too mild or too wild to say anything.
        assertThat(read).isGreaterThan(ROUNDS / 20);
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    /** The pod as it is, in a controller, or in a list. */
    private Map<String, Object> workload(Map<String, Object> pod) {
        return switch (random.nextInt(4)) {
            case 0 -> object("Deployment", Map.of("spec", Map.of("template", pod)));
            case 1 -> object("CronJob", Map.of("spec", Map.of("jobTemplate", Map.of("spec", Map.of("template", pod)))));
            case 2 -> object("PodList", Map.of("items", List.of(pod)));
            default -> object("Pod", pod);
        };
    }

    private static Map<String, Object> object(String kind, Map<String, Object> rest) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", kind);
        object.putAll(rest);
        return object;
    }

    private static Map<String, Object> clean() {
        Map<String, Object> request = Map.of("httpGet", Map.of("host", ""));
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "main");
        container.put("image", "example.com/shop/web@sha256:" + "0".repeat(64));
        container.put("ports", List.of(Map.of("hostPort", 0)));
        container.put("livenessProbe", request);
        container.put("lifecycle", Map.of("preStop", request));
        container.put("resources", Map.of("limits", Map.of("cpu", "1000m", "memory", "64Mi")));
        container.put("securityContext", settings());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("hostNetwork", false);
        spec.put("hostPID", false);
        spec.put("hostIPC", false);
        spec.put("automountServiceAccountToken", false);
        spec.put("securityContext", podSettings());
        spec.put("volumes", List.of(Map.of("emptyDir", Map.of())));
        for (String role : List.of("initContainers", "containers")) {
            spec.put(role, List.of(container));
        }
        return object("Pod", Map.of("metadata", Map.of("name", "web", "annotations", annotations()), "spec", spec));
    }

    private static Map<String, Object> annotations() {
        return Map.of("container.apparmor.security.beta.kubernetes.io/main", "runtime/default");
    }

    private static Map<String, Object> podSettings() {
        Map<String, Object> settings = new LinkedHashMap<>(bothSettings());
        settings.put("sysctls", List.of(Map.of("name", "net.ipv4.tcp_syncookies", "value", "1")));
        return settings;
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(bothSettings());
        settings.put("privileged", false);
        settings.put("allowPrivilegeEscalation", false);
        settings.put("readOnlyRootFilesystem", true);
        settings.put("procMount", "Default");
        settings.put("capabilities", Map.of("add", new ArrayList<>(), "drop", List.of("ALL")));
        return settings;
    }

    private static Map<String, Object> bothSettings() {
        return Map.of(
                "runAsNonRoot", true,
                "runAsUser", 1000,
                "seccompProfile", Map.of("type", "RuntimeDefault"),
                "appArmorProfile", Map.of("type", "RuntimeDefault"),
                "windowsOptions", Map.of("hostProcess", false),
                "seLinuxOptions", Map.of("type", "container_t", "user", "", "role", ""));
    }
}
