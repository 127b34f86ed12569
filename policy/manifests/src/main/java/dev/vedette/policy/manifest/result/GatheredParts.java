package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a run has to tell so far. For one thread. */
final class GatheredParts {
    private final List<ScanFinding> findings = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final List<ManifestProblem> unread = new ArrayList<>();
    private final List<ManifestProblem> unjudged = new ArrayList<>();
    private final List<Place> objects = new ArrayList<>();

    /** @param read the part's objects */
    void read(ManifestSet part, ScanObjects read) {
        objects.addAll(read.all());
        unread.addAll(part.problems());
    }

    void add(ScanFinding finding) {
        findings.add(finding);
    }

    void withhold(Withheld kept) {
        withheld.add(kept);
    }

    void notJudged(List<ManifestProblem> problems) {
        unjudged.addAll(problems);
    }

    ScanResult result(Judge judge) {
        List<ManifestProblem> problems =
                Stream.concat(unread.stream(), unjudged.stream()).toList();
        return new ScanResult(judge, findings, withheld, problems, objects);
    }
}
