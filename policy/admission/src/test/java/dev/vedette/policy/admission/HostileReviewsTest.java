package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admission.review.MalformedReviewException;
import dev.vedette.policy.admission.review.ReviewFormat;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reviews whose bytes are damaged. A short run by default; {@code -Dvedette.fuzz=1000000} sets how many,
 * {@code -Dvedette.fuzz.seed=N} others.
 */
class HostileReviewsTest {
    private static final int ROUNDS = Integer.getInteger("vedette.fuzz", 500);
    private static final long SEED = Long.getLong("vedette.fuzz.seed", 20_261_126L);
    private static final String POD = """
        {"kind":"Pod","spec":{"containers":[{"name":"main","securityContext":{"privileged":true}}]}}\
        """;
    private static final List<String> TOKENS = List.of(
            "null",
            "[]",
            "{}",
            "true",
            "\"",
            "\\",
            "\\ud800",
            ",",
            ":",
            "1e400",
            "-",
            "\u0000",
            "{\"kind\":\"Pod\"}",
            "[[");

    private static Scanner scanner;

    private final ReviewFormat format = new ReviewFormat();
    private final TimedJudges judges = new TimedJudges();
    private final Reviewer reviewer = new Reviewer(
            new RulesReviewer(scanner, new AdmissionPolicy(true, Severity.HIGH), PodTemplates.KNOWN),
            Optional.empty(),
            judges,
            "vedette",
            Optional.empty(),
            Optional.empty(),
            Clock.systemUTC());

    @BeforeAll
    static void loadRules() throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(HostileReviewsTest.class.getClassLoader())), PolicySet.NONE);
    }

    @AfterEach
    void closeJudges() {
        judges.close();
    }

    @AfterAll
    static void closeRules() {
        scanner.close();
    }

    @Test
    void whateverTheBytesAreAReviewIsAnsweredOrRefusedInOneSentence() {
        Random random = new Random(SEED);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = damaged(WebhookRange.review("CREATE", "Pod", "shop", POD, "null"), random);
            try {
                AdmissionRequest request = format.read(body);
                assertThat(format.write(request.uid(), review(request))).contains("allowed");
                answered++;
            } catch (MalformedReviewException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "Exception");
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ":\n" + new String(body, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(answered).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"none\"",
                "{\"containers\":{}}",
                "{\"containers\":[1]}",
                "{\"containers\":[{\"securityContext\":{\"privileged\":\"true\"}}]}"
            })
    void aPodThatCannotBeJudgedIsNeverLetThroughWithoutAWord(String spec) throws Exception {
        String pod = "{\"kind\":\"Pod\",\"spec\":" + spec + "}";

        AdmissionRequest request = format.read(
                WebhookRange.review("CREATE", "Pod", "shop", pod, "null").getBytes(StandardCharsets.UTF_8));

        assertThat(review(request).warnings()).anyMatch(warning -> warning.contains("could not judge"));
    }

    @Test
    void nestingWithoutEndIsToldAndNotFollowed() throws Exception {
        String deep = "{\"kind\":\"Pod\",\"spec\":" + "[".repeat(400) + "]".repeat(400) + "}";
        String deeper = "[".repeat(5_000) + "]".repeat(5_000);

        AdmissionRequest request = format.read(
                WebhookRange.review("CREATE", "Pod", "shop", deep, "null").getBytes(StandardCharsets.UTF_8));

        assertThat(review(request).warnings()).anyMatch(warning -> warning.contains("could not judge"));
        assertThatExceptionOfType(MalformedReviewException.class)
                .isThrownBy(() -> format.read(WebhookRange.review("CREATE", "Pod", "shop", deeper, "null")
                        .getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("the body is not JSON");
    }

    private AdmissionAnswer review(AdmissionRequest request) {
        return reviewer.review(request, false, Deadline.in(Duration.ofMinutes(1)));
    }

    private static byte[] damaged(String review, Random random) {
        StringBuilder text = new StringBuilder(review);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(0x300));
                default -> {
                    int from = random.nextInt(review.length());
                    text.insert(at, review, from, Math.min(review.length(), from + random.nextInt(40)));
                }
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
