package dev.vedette.policy.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A detection that is known, was judged, and is kept back for a time.
 *
 * <p>It is bound to what a process can't put on: its workload, its image, or an executable that the image brought.
 *
 * @param policy the document's name
 * @param scope the document's scope
 * @param workload null where any; {@value #NODE} for the node itself
 * @param image a reference, null where any
 * @param digest {@code sha256:…}, null where any
 * @param executable path of an executable as the image brought it, null where any
 * @param reason why it is no harm, in words
 * @param expires the last day on which it counts, UTC
 * @param owner who answers for it, "" where not said
 */
public record PolicyException(
        String policy,
        Scope scope,
        Glob rules,
        Glob workload,
        Glob image,
        String digest,
        Glob executable,
        String reason,
        LocalDate expires,
        String owner) {
    /** From how many days before its last one an exception is told to end soon. */
    public static final int SOON_DAYS = 14;

    /** What an exception names as its workload to mean the node itself. */
    public static final String NODE = "host";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Comparator<PolicyException> NAMED_FIRST = Comparator.comparing(PolicyException::expires)
            .reversed()
            .thenComparing(PolicyException::policy)
            .thenComparing(PolicyException::reason)
            .thenComparing(PolicyException::toString);

    public PolicyException {
        Objects.requireNonNull(scope, "scope is null");
        Objects.requireNonNull(rules, "rules is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(expires, "expires is null");
        if (workload == null && image == null && digest == null && executable == null) {
            throw new IllegalArgumentException(
                    "an exception must name a workload, an image, a digest or an executable");
        }
    }

    public boolean covers(Detection detection) {
        Container container = detection.container();
        return rules.matches(detection.ruleId())
                && isFor(container)
                && (image == null || image.matches(container.image()))
                && (digest == null || digest.equals(container.imageDigest()))
                && (executable == null || isOfImage(detection.process()));
    }

    /**
     * What a detection lacks for this to keep it back, a sentence each: the criteria of {@link #covers} and of
     * {@link #isInForceAt}.
     */
    public List<String> lacks(Detection detection) {
        Container container = detection.container();
        List<String> lacks = new ArrayList<>();
        if (!rules.matches(detection.ruleId())) {
            lacks.add("it is about " + rules + ", not " + detection.ruleId());
        }
        lacks.addAll(scope.lacks(container));
        if (workload != null && !isWorkload(container)) {
            lacks.add("it is for workload " + workload + ", not " + container.workloadKey());
        }
        if (image != null && !image.matches(container.image())) {
            lacks.add("it is for image " + image + ", not " + shown(container.image()));
        }
        if (digest != null && !digest.equals(container.imageDigest())) {
            lacks.add("it is for the image with digest " + digest + ", not " + shown(container.imageDigest()));
        }
        if (executable != null && !isOfImage(detection.process())) {
            lacks.add(
                    "it is for " + executable + " as the image brought it, not " + shown(program(detection.process())));
        }
        if (!isInForceAt(detection.fact().epochNanos())) {
            lacks.add("it expired after " + expires);
        }
        return lacks;
    }

    private static String shown(String text) {
        return text == null || text.isEmpty() ? "one that is not known" : text;
    }

    private static String program(ProcessInfo process) {
        if (process == null) {
            return "";
        }
        FileObject file = process.executable();
        return file.layer() == OverlayLayer.LOWER ? file.path() : file.path() + ", which it did not bring";
    }

    /** Whether a container is of the scope and the workload; its image, and who did it, are asked for by each finding. */
    public boolean isFor(Container container) {
        return scope.includes(container) && (workload == null || isWorkload(container));
    }

    /** The node is named by its own word alone, so that no pattern for workloads takes it in by chance. */
    private boolean isWorkload(Container container) {
        return container.onHost() ? workload.pattern().equals(NODE) : Scope.isWorkload(workload, container);
    }

    /** Whether it still counts at {@code epochNanos}: through the whole of its last day. */
    public boolean isInForceAt(long epochNanos) {
        Instant end = expires.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Math.floorDiv(epochNanos, NANOS_PER_SECOND) < end.getEpochSecond();
    }

    /** How it stands on a day (UTC). */
    public Standing standing(LocalDate today) {
        if (today.isAfter(expires)) {
            return Standing.EXPIRED;
        }
        return expires.isBefore(today.plusDays(SOON_DAYS)) ? Standing.EXPIRING : Standing.LASTING;
    }

    /** How near an exception's last day is. */
    public enum Standing {
        LASTING,
        /** It counts for less than {@link #SOON_DAYS} days more. */
        EXPIRING,
        EXPIRED
    }

    /** Whether this is the one to name where both apply: the one that lasts longer, then by policy and reason. */
    public boolean precedes(PolicyException other) {
        return NAMED_FIRST.compare(this, other) < 0;
    }

    /** For people: the reason, whose it is, and until when. */
    public String describe() {
        String by = owner.isEmpty() ? "" : ", " + owner;
        return reason + " (policy " + policy + by + ", until " + expires + ")";
    }

    private boolean isOfImage(ProcessInfo process) {
        if (process == null) {
            return false;
        }
        FileObject file = process.executable();
        return file.layer() == OverlayLayer.LOWER
                && file.pathEnd() == FileObject.PathEnd.ROOT
                && executable.matches(file.path());
    }
}
