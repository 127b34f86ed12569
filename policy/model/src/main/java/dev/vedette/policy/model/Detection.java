package dev.vedette.policy.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A rule's word: what happened and how bad it is. What follows from it is a policy's matter.
 *
 * @param ruleId for example {@code VDT-2002}
 * @param message one sentence for people, without container names
 * @param key what makes two detections of one rule in one container the same one; "" means each event is its own
 * @param evidence what the rule saw, in the order it is shown; of an event also by which door it came and what the kernel
 *     side did about it, where that is not the usual
 */
public record Detection(
        String ruleId, Severity severity, String message, Fact fact, String key, Map<String, String> evidence) {
    public Detection {
        Objects.requireNonNull(ruleId, "ruleId is null");
        Objects.requireNonNull(severity, "severity is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(fact, "fact is null");
        evidence = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    /** Begins a detection; rules complete it with the {@code with…} methods. */
    public static Detection of(String ruleId, Severity severity, Fact fact, String message) {
        return new Detection(ruleId, severity, message, fact, "", circumstances(fact));
    }

    /** What every finding on an event should say of it, where it is out of the ordinary. */
    private static Map<String, String> circumstances(Fact fact) {
        Map<String, String> evidence = new LinkedHashMap<>();
        if (fact instanceof Event event) {
            if (event.enforcement() != Enforcement.NONE) {
                evidence.put("enforcement", label(event.enforcement()));
            }
            if (event.entry() == Entry.COMPAT_SYSTEM_CALL || event.entry() == Entry.IO_URING) {
                evidence.put("entry", label(event.entry()));
            }
        }
        return evidence;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Makes it one finding for all events of this container with the same key. */
    public Detection withKey(String key) {
        return new Detection(ruleId, severity, message, fact, key, evidence);
    }

    public Detection with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(evidence);
        more.put(name, String.valueOf(value));
        return new Detection(ruleId, severity, message, fact, key, more);
    }

    public Container container() {
        return fact.container();
    }

    /** Who does the harm that it tells of, null where nobody else does. */
    public Container culprit() {
        return fact instanceof Harm harm ? harm.culprit() : null;
    }

    /** The process concerned, null where there is none. */
    public ProcessInfo process() {
        return switch (fact) {
            case Event event -> event.process();
            case BaselineDeviation deviation -> deviation.context().process();
            case IsolationObserved observed -> observed.process();
            default -> null;
        };
    }
}
