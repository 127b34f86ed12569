package dev.vedette.policy.manifest.result;

import dev.vedette.policy.model.Place;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What makes a finding of a manifest the same one after lines were moved and items of lists were added before it.
 *
 * @param file where it stands, "" if that is not to count
 * @param rule the rule's or the check's id
 * @param object kind, namespace and name
 * @param field the pointer of the field, with {@code *} for positions in lists
 * @param what the finding's words, which name container and value
 */
public record FindingFingerprint(String file, String rule, String object, String field, String what) {
    public FindingFingerprint {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(rule, "rule is null");
        Objects.requireNonNull(object, "object is null");
        Objects.requireNonNull(field, "field is null");
        Objects.requireNonNull(what, "what is null");
    }

    /** That of a finding, at its file as it was named. */
    public static FindingFingerprint of(ScanFinding finding) {
        Place place = finding.place();
        return new FindingFingerprint(
                place.file(),
                finding.check().id(),
                place.kind() + " " + place.namespace() + "/" + place.name(),
                field(place.pointer()),
                finding.container() + " " + finding.message());
    }

    /** The field part of a JSON pointer. */
    private static String field(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .map(step -> !step.isEmpty() && step.chars().allMatch(Character::isDigit) ? "*" : step)
                .collect(Collectors.joining("/"));
    }

    /** The same in a file of another name. */
    public FindingFingerprint in(String otherFile) {
        return new FindingFingerprint(otherFile, rule, object, field, what);
    }
}
