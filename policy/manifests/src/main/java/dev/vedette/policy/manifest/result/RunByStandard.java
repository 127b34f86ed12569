package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ContainerRole;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.podsecurity.PodSecurityFinding;
import dev.vedette.policy.podsecurity.PodSecurityReport;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A scan by a Pod Security Standard. */
public final class RunByStandard implements ScanRun {
    private static final String LINK = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

    private final PodSecurityScan scan;
    private final SourcePaths paths;
    private final Fingerprints fingerprints = new Fingerprints();
    private final GatheredParts gathered = new GatheredParts();

    public RunByStandard(PodSecurityScan scan, SourcePaths paths) {
        this.scan = scan;
        this.paths = paths;
    }

    @Override
    public Runnable ahead(ManifestSet part) {
        ScanObjects objects = new ScanObjects(part.manifests());
        PodSecurityReport report = scan.judge(new ManifestSet(part.manifests(), List.of()));
        return () -> {
            gathered.read(part, objects);
            report.findings().forEach(finding -> gathered.add(finding(finding, objects)));
            gathered.notJudged(report.problems());
        };
    }

    @Override
    public ScanResult result() {
        return gathered.result(Judge.PSS);
    }

    private ScanFinding finding(PodSecurityFinding finding, ScanObjects objects) {
        PodSecurityViolation violation = finding.violation();
        Place place = finding.workload().placeOf(violation.where());
        String path = paths.of(place.file());
        String container = container(finding.workload().podSpec(), violation.where());
        Optional<Manifest> object = objects.of(place);
        return new ScanFinding(
                check(violation),
                violation.level().label(),
                violation.level().severity(),
                place,
                object.map(ScanObjects::place).orElse(place),
                container,
                violation.message(),
                violation.remedy(),
                path,
                fingerprints.of(violation.check(), place, object, path, container, violation.message()),
                Optional.empty());
    }

    /** The name of the container that a field is of, "" if it is the pod's. */
    private static String container(LocatedNode podSpec, LocatedNode where) {
        return Stream.of(ContainerRole.values())
                .flatMap(role -> podSpec.get(role.field()).map(LocatedNode::elements).orElse(List.of()).stream())
                .filter(container -> (where.pointer() + "/").startsWith(container.pointer() + "/"))
                .findFirst()
                .flatMap(container -> container.get("name"))
                .flatMap(LocatedNode::text)
                .orElse("");
    }

    private static Check check(PodSecurityViolation violation) {
        String title = "Pod Security Standard " + violation.level().label() + ": " + violation.check();
        return new Check(violation.check(), title, List.of(), violation.remedy(), LINK);
    }
}
