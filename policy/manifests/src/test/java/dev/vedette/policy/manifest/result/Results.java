package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Results to be waived, compared and written. */
public final class Results {
    public static final SourcePaths PATHS = new SourcePaths(Path.of("/repo"));

    public static final PodSecurityStandard STANDARD =
            new PodSecurityStandard(PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST);

    private Results() {}

    /** What the standard finds in a file of this name. */
    public static ScanResult of(String file, String text) {
        return of(ManifestReader.readText(file, text));
    }

    public static ScanResult of(ManifestSet set) {
        ScanRun run = new RunByStandard(new PodSecurityScan(STANDARD), PATHS);
        run.take(set);
        return run.result();
    }

    /** One whose every text is {@code text}. */
    public static ScanFinding finding(Severity severity, String text) {
        Place place = new Place(text, text, text, text, "/" + text, 3, 7);
        Place object = new Place(text, text, text, text, "", 1, 1);
        Check check = new Check(text, text, List.of(text), text, "");
        return new ScanFinding(
                check,
                text,
                severity,
                place,
                object,
                text,
                text,
                text,
                PATHS.of(text),
                new Fingerprint(text, PATHS.of(text), text, text, text, text, "/" + text, text, 0),
                Optional.empty());
    }
}
