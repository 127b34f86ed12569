package dev.vedette.policy.manifest;

import dev.vedette.policy.model.PlacedFact;
import java.util.ArrayList;
import java.util.List;

/**
 * What one object says of itself, before any rule is asked. Immutable.
 *
 * @param facts what the rules judge
 * @param problems what of the object cannot be judged
 */
public record ObjectFacts(Manifest manifest, List<PlacedFact> facts, List<ManifestProblem> problems) {
    public ObjectFacts {
        facts = List.copyOf(facts);
        problems = List.copyOf(problems);
    }

    /** @param epochNanos when it was read, in nanoseconds since 1970 */
    static ObjectFacts of(Manifest manifest, long epochNanos) {
        FieldReader fields = new FieldReader(manifest.file());
        Workloads workloads = Workloads.in(manifest, fields);
        List<PlacedFact> facts = new ArrayList<>(new ManifestFacts(fields, epochNanos).of(workloads));
        facts.addAll(new ManifestSettings(fields, epochNanos).of(workloads));
        facts.addAll(new ManifestImages(fields, epochNanos).of(workloads));
        facts.addAll(new ManifestRoles(fields, epochNanos).of(manifest));
        facts.addAll(new WorkloadTraits(fields, epochNanos).of(workloads));
        facts.addAll(new ObjectTraits(fields, epochNanos).of(manifest));
        facts.addAll(new ClusterObjects(fields, epochNanos).of(manifest));
        return new ObjectFacts(manifest, facts, fields.problems());
    }
}
