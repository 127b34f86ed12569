package dev.vedette.policy.manifest.result;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a scan found, whoever judged.
 *
 * @param level how bad it is in the judge's own words
 * @param severity the same on the one scale that decides
 * @param place the field, in the file as it was named
 * @param object the whole object that the field belongs to
 * @param container "" where it concerns the object
 * @param message one sentence
 * @param remedy one sentence, "" where only the check's help has it
 * @param path the file for other programs, see {@link SourcePaths}
 * @param fingerprint the same in each scan
 * @param ofRule the rule's whole finding; empty if a standard judged
 */
public record ScanFinding(
        Check check,
        String level,
        Severity severity,
        Place place,
        Place object,
        String container,
        String message,
        String remedy,
        String path,
        Fingerprint fingerprint,
        Optional<Finding> ofRule) {
    public ScanFinding {
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(severity, "severity is null");
        Objects.requireNonNull(place, "place is null");
        Objects.requireNonNull(object, "object is null");
        Objects.requireNonNull(fingerprint, "fingerprint is null");
    }

    /** {@code file:line:column}, as compilers write it. */
    public String where() {
        return place.line() == 0 ? place.file() : place.file() + ":" + place.line() + ":" + place.column();
    }

    /** For people: kind, namespace, name and container, as {@code Pod shop/web main}. */
    public String subject() {
        String namespace = place.namespace().isEmpty() ? "" : place.namespace() + "/";
        String object = place.kind() + " " + namespace + place.name();
        return container.isEmpty() ? object : object + " " + container;
    }

    /** What it says, and what to do where that is known. */
    public String sentence() {
        return remedy.isEmpty() ? message : message + " " + remedy;
    }
}
