package dev.vedette.policy.manifest.waiver;

import dev.vedette.policy.document.CalendarDate;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.result.ScanObjects;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.yaml.LocatedNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The waivers that manifests carry themselves: annotations of an object, {@code vedette.dev/waive-VDT-1001: "reason; until
 * 2027-01-31"}. Each is for that check on the whole of that object. For one thread.
 */
public final class ManifestWaivers {
    private static final String PREFIX = "vedette.dev/waive-";
    private static final String FORM = "write \"REASON; until YYYY-MM-DD\"";
    private static final Pattern UNTIL = Pattern.compile("(.*);\\s*until\\s+(\\S+)\\s*", Pattern.DOTALL);

    private final WaivableChecks checks;
    private final List<Waiver> waivers = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    public ManifestWaivers(WaivableChecks checks) {
        this.checks = checks;
    }

    /** Reads those of all objects. */
    public ManifestWaivers read(ManifestSet set) {
        for (Manifest manifest : set.manifests()) {
            manifest.root()
                    .at("metadata", "annotations")
                    .ifPresent(annotations -> readAnnotations(manifest, annotations));
        }
        return this;
    }

    /** Those that are in order. */
    public List<Waiver> waivers() {
        return List.copyOf(waivers);
    }

    /** What is wrong with the others, which do not count. */
    public List<ManifestProblem> problems() {
        return List.copyOf(problems);
    }

    private void readAnnotations(Manifest manifest, LocatedNode annotations) {
        if (annotations instanceof LocatedNode.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                if (name.startsWith(PREFIX)) {
                    read(manifest, name.substring(PREFIX.length()), entry);
                }
            });
        }
    }

    private void read(Manifest manifest, String check, LocatedNode.Entry entry) {
        Optional<String> complaint = checks.complaint(check);
        if (complaint.isPresent()) {
            problem(manifest, entry.key(), "this waiver is of nothing: " + complaint.get());
            return;
        }
        Matcher form = UNTIL.matcher(entry.value().text().orElse(""));
        if (!form.matches()) {
            problem(manifest, entry.value(), "the waiver of " + check + " says no last day: " + FORM);
            return;
        }
        String reason = form.group(1).strip();
        Optional<LocalDate> until = CalendarDate.parse(form.group(2));
        if (reason.isEmpty()) {
            problem(manifest, entry.value(), "the waiver of " + check + " gives no reason: " + FORM);
        } else if (until.isEmpty()) {
            problem(
                    manifest,
                    entry.value(),
                    "the waiver of " + check + " ends on " + Problems.quote(form.group(2))
                            + ", which is no day of the calendar: " + FORM);
        } else {
            waivers.add(waiver(manifest, check, entry.key(), reason, until.get()));
        }
    }

    private static Waiver waiver(
            Manifest manifest, String check, LocatedNode.Scalar key, String reason, LocalDate until) {
        Place object = ScanObjects.place(manifest);
        Place place = new Place(
                object.file(),
                object.kind(),
                object.name(),
                object.namespace(),
                key.pointer(),
                key.line(),
                key.column());
        return new Waiver(check, finding -> finding.object().equals(object), reason, until, "", place);
    }

    private void problem(Manifest manifest, LocatedNode at, String message) {
        problems.add(new ManifestProblem(manifest.file(), at.line(), at.column(), message));
    }
}
