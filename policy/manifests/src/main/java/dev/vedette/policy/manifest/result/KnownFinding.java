package dev.vedette.policy.manifest.result;

import java.util.Objects;

/**
 * A finding as a baseline keeps it.
 *
 * @param fingerprint see {@link Fingerprint#text}
 * @param check the id of what found it
 * @param level how bad it was in the judge's own words
 * @param file see {@link SourcePaths}
 * @param object for people
 * @param message for people
 */
public record KnownFinding(String fingerprint, String check, String level, String file, String object, String message) {
    public KnownFinding {
        Objects.requireNonNull(fingerprint, "fingerprint is null");
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(file, "file is null");
    }

    /** What is kept of {@code finding}. */
    public static KnownFinding of(ScanFinding finding) {
        return new KnownFinding(
                finding.fingerprint().text(),
                finding.check().id(),
                finding.level(),
                finding.path(),
                finding.subject(),
                finding.message());
    }
}
