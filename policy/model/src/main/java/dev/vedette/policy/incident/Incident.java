package dev.vedette.policy.incident;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What somebody did, by its findings.
 *
 * @param findings in the order they happened; at least one
 * @param leftOut how many more there were, which are like those that are kept
 */
public record Incident(List<Finding> findings, long leftOut) {
    static final Comparator<Finding> BY_TIME =
            Comparator.comparingLong(Finding::epochNanos).thenComparing(Finding::id);

    /** The gravest first, then the latest, then by id. */
    public static final Comparator<Incident> GRAVEST_FIRST = Comparator.comparing(Incident::severity)
            .thenComparing(Incident::lastEpochNanos)
            .reversed()
            .thenComparing(Incident::id);

    /** Of ATT&CK, with all that is below: unsecured credentials, application tokens, dumped and stored ones, tickets. */
    private static final List<String> CREDENTIAL_TECHNIQUES = List.of("T1552", "T1528", "T1003", "T1555", "T1558");

    public Incident {
        findings = findings.stream().sorted(BY_TIME).toList();
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("an incident has a finding");
        }
    }

    /** One of which nothing is left out. */
    public Incident(List<Finding> findings) {
        this(findings, 0);
    }

    /** That of its first finding, so that it stays the same while it grows; by that of any other it is found as well. */
    public String id() {
        return findings.getFirst().id();
    }

    public Severity severity() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How it began, as far as it was seen: the first that is more than information. */
    public Finding cause() {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .findFirst()
                .orElse(findings.getFirst());
    }

    public long lastEpochNanos() {
        return findings.getLast().epochNanos();
    }

    public Duration length() {
        return Duration.ofNanos(lastEpochNanos() - findings.getFirst().epochNanos());
    }

    /** How many findings it has, those included that are left out. */
    public long count() {
        return findings.size() + leftOut;
    }

    /** Whom it has touched, for people: the containers it was seen in and what was done from there. */
    public List<String> reach() {
        return distinct(finding -> Links.places(finding).stream());
    }

    /** The nodes that it was seen on. */
    public List<String> nodes() {
        return distinct(finding -> Stream.of(finding.node()));
    }

    /** The pods that it was seen in, {@code namespace/pod}. */
    public List<String> pods() {
        return distinct(finding -> Stream.of(finding.container().pod()).map(Incident::podName));
    }

    /**
     * Whether the node itself was acted upon: by one of its own processes, by something done to one, or by what ATT&amp;CK
     * calls an escape to the host, if it is high or worse: what only makes one easier is no deed.
     */
    public boolean onHost() {
        return findings.stream()
                .anyMatch(finding ->
                        finding.container().onHost() || Links.HOST.equals(Links.reached(finding)) || isEscape(finding));
    }

    private static boolean isEscape(Finding finding) {
        return finding.techniques().contains("T1611") && finding.severity().atLeast(Severity.HIGH);
    }

    /** The credentials that were touched, for people: the files where they are known, else what was found. */
    public List<String> credentials() {
        return distinct(finding -> isOfCredentials(finding)
                ? Stream.of(finding.evidence().getOrDefault("file", finding.title()))
                : Stream.empty());
    }

    private static String podName(Container.Pod pod) {
        return pod.name().isEmpty() ? "" : pod.namespace() + "/" + pod.name();
    }

    private static boolean isOfCredentials(Finding finding) {
        return finding.techniques().stream().anyMatch(Incident::isOfCredentials);
    }

    private static boolean isOfCredentials(String technique) {
        return CREDENTIAL_TECHNIQUES.stream()
                .anyMatch(each -> technique.equals(each) || technique.startsWith(each + "."));
    }

    private List<String> distinct(Function<Finding, Stream<String>> words) {
        return findings.stream()
                .flatMap(words)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
