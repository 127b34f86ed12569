package dev.vedette.policy.manifest.waiver;

import dev.vedette.policy.document.CalendarDate;
import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a file of waivers, all or none. For one thread. */
public final class WaiverFile {
    private static final String KIND = "Waivers";
    private static final String VERSION = "vedette.dev/v1alpha1";
    private static final int MOST = 10_000;
    private static final PolicyShape DOCUMENT =
            new PolicyShape("a file of waivers", List.of("apiVersion", "kind", "waivers"), List.of("metadata"));
    private static final PolicyShape WAIVER =
            new PolicyShape("a waiver", List.of("id", "where", "reason", "until"), List.of("owner"));

    private final WaivableChecks checks;
    private final Problems problems = new Problems();
    private String file = "";

    public WaiverFile(WaivableChecks checks) {
        this.checks = checks;
    }

    /** The file's waivers; those that are in order where {@link #problems()} has any. */
    public List<Waiver> read(Path path) {
        file = path.toString();
        problems.in(file);
        List<Waiver> waivers = new ArrayList<>();
        try (InputStream in = Files.newInputStream(path)) {
            List<LocatedNode> documents = YamlReader.read(in);
            if (documents.isEmpty()) {
                problems.whole("The file is empty; it is to have apiVersion, kind and waivers.");
            }
            documents.forEach(document -> waivers.addAll(document(document)));
        } catch (YamlException e) {
            problems.syntax(e);
        } catch (NoSuchFileException e) {
            problems.whole("There is no such file; check the path.");
        } catch (IOException e) {
            problems.whole("It can't be read: check that it is a file, and its rights.");
        }
        return waivers;
    }

    /** What is wrong, each a sentence with its place. */
    public List<PolicyProblem> problems() {
        return List.copyOf(problems.found());
    }

    private List<Waiver> document(LocatedNode root) {
        Fields fields = Fields.of(root, DOCUMENT, problems);
        fields.choice("apiVersion", text -> Optional.of(text).filter(VERSION::equals), List.of(VERSION));
        fields.choice("kind", text -> Optional.of(text).filter(KIND::equals), List.of(KIND));
        return fields.list("waivers", MOST).stream()
                .flatMap(item -> waiver(item).stream())
                .toList();
    }

    private Optional<Waiver> waiver(LocatedNode item) {
        Fields fields = Fields.of(item, WAIVER, problems);
        Optional<String> check = fields.text("id").filter(id -> isKnown(id, fields));
        Optional<WaivedObjects> where = fields.get("where").flatMap(node -> WaivedObjects.read(node, problems));
        Optional<String> reason = fields.text("reason");
        Optional<LocalDate> until = fields.choice("until", CalendarDate::parse, List.of("2027-01-31"));
        Optional<String> owner = fields.text("owner");
        if (check.isEmpty() || where.isEmpty() || reason.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        Place place = new Place(file, KIND, "", "", item.pointer(), item.line(), item.column());
        return Optional.of(new Waiver(check.get(), where.get(), reason.get(), until.get(), owner.orElse(""), place));
    }

    private boolean isKnown(String check, Fields fields) {
        Optional<String> complaint = checks.complaint(check);
        complaint.ifPresent(text -> problems.at(fields.get("id").orElse(fields.node()), sentence(text)));
        return complaint.isEmpty();
    }

    private static String sentence(String text) {
        String begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return begun.endsWith("?") ? begun : begun + ".";
    }
}
