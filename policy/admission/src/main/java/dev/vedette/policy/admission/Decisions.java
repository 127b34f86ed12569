package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admitted.SpecDigest;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.AdmissionDecision.Asked;
import dev.vedette.policy.model.AdmissionDecision.Asker;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.model.AdmissionDecision.Outcome;
import dev.vedette.policy.model.PrintableText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What was answered, as the feed has it: bounded, and without any value of what was asked for. */
final class Decisions {
    private static final int MOST_GROUNDS = 100;
    private static final int MOST_GROUPS = 50;
    private static final int MOST_OF_TEXT = 512;
    private static final int MOST_OF_UNJUDGED = 2_048;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Sentences on a field of the wrong type say what stands there, which the feed is not to hold. */
    private static final Pattern VALUE = Pattern.compile(", but is (the text \"[^;]*\"|[^;]*)");

    private static final Comparator<Ground> WORST_FIRST = Comparator.comparing(Ground::effect)
            .thenComparing(Comparator.comparing(Ground::severity).reversed())
            .thenComparing(Ground::check);

    private Decisions() {}

    static AdmissionDecision of(
            AdmissionRequest request, AdmissionAnswer answer, String node, Duration took, Deadline until) {
        List<Ground> grounds = answer.grounds().stream()
                .sorted(WORST_FIRST)
                .map(Decisions::bounded)
                .toList();
        Instant now = Instant.now();
        return new AdmissionDecision(
                bounded(request.uid()),
                outcome(answer),
                answer.allowed(),
                asker(request),
                asked(request, until),
                grounds.stream().limit(MOST_GROUNDS).toList(),
                Math.max(0, grounds.size() - MOST_GROUNDS),
                unjudged(answer),
                answer.audit().getOrDefault(AdmissionAnswer.EXEMPT, ""),
                node,
                took,
                now.getEpochSecond() * NANOS_PER_SECOND + now.getNano());
    }

    private static Outcome outcome(AdmissionAnswer answer) {
        if (answer.audit().containsKey(AdmissionAnswer.UNJUDGED)) {
            return Outcome.UNJUDGED;
        }
        if (!answer.allowed()) {
            return Outcome.DENIED;
        }
        return answer.warnings().isEmpty() ? Outcome.ALLOWED : Outcome.WARNED;
    }

    private static Asker asker(AdmissionRequest request) {
        return new Asker(
                bounded(request.user()),
                request.groups().stream()
                        .limit(MOST_GROUPS)
                        .map(Decisions::bounded)
                        .toList());
    }

    /** The digest of what is very large takes as long as judging it. */
    private static Asked asked(AdmissionRequest request, Deadline until) {
        JsonNode spec = request.object() == null ? null : request.object().get("spec");
        return new Asked(
                bounded(request.operation()),
                bounded(request.kind()),
                bounded(request.subResource()),
                bounded(request.namespace()),
                bounded(name(request)),
                spec == null || !spec.isObject() || until.hasPassed() ? "" : SpecDigest.of(spec));
    }

    /** The request has none for what is named by the API server, which has done so by then. */
    private static String name(AdmissionRequest request) {
        if (!request.name().isEmpty() || request.object() == null) {
            return request.name();
        }
        JsonNode metadata = request.object().path("metadata");
        return metadata.path("name").asText(metadata.path("generateName").asText(""));
    }

    private static Ground bounded(Ground ground) {
        return new Ground(
                ground.check(),
                ground.title(),
                ground.severity(),
                ground.effect(),
                bounded(ground.container()),
                bounded(ground.pointer()));
    }

    private static String unjudged(AdmissionAnswer answer) {
        String sentences = answer.audit().getOrDefault(AdmissionAnswer.UNJUDGED, "");
        return PrintableText.of(VALUE.matcher(sentences).replaceAll(""), MOST_OF_UNJUDGED);
    }

    private static String bounded(String text) {
        return PrintableText.of(text, MOST_OF_TEXT);
    }
}
