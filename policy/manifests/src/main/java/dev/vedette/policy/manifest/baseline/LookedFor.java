package dev.vedette.policy.manifest.baseline;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.KnownFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.model.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a scan would have found what a baseline has: it asked that check, and read that file to its end, or there is no
 * such file any more. What was not looked for is not gone.
 */
public final class LookedFor implements Predicate<KnownFinding> {
    private final Predicate<String> asked;
    private final Set<String> read;
    private final Set<String> notJudged;
    private final Path base;

    /**
     * @param asked the ids of checks that were asked
     * @param base the folder that files are told from
     */
    public LookedFor(Predicate<String> asked, ScanResult result, Path base) {
        SourcePaths paths = new SourcePaths(base);
        this.asked = asked;
        this.base = base;
        this.read = result.objects().stream().map(Place::file).map(paths::of).collect(Collectors.toUnmodifiableSet());
        this.notJudged = result.problems().stream()
                .map(ManifestProblem::file)
                .map(paths::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(KnownFinding known) {
        if (!asked.test(known.check()) || notJudged.contains(known.file())) {
            return false;
        }
        return read.contains(known.file()) || isGone(known.file());
    }

    private boolean isGone(String file) {
        return !file.equals("-") && Files.notExists(base.resolve(file));
    }
}
