package dev.vedette.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.sensor.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** The images of a node for people and for programs. */
final class ImagesOutput {
    private static final String ROW = "%-40s  %-48s  %-19s  %-16s  %-6s  %s%n";
    private static final int SHORT_DIGEST = 19;

    private ImagesOutput() {}

    static void table(ImageSurvey survey, PrintWriter out) {
        if (survey.seen().isEmpty() && survey.problems().isEmpty()) {
            out.println("No container with an image was found. A runtime at an unusual place is asked by --runtime.");
            return;
        }
        out.printf(ROW, "CONTAINER", "IMAGE", "DIGEST", "SIGNED BY", "AGE", "FINDINGS");
        for (ImageSurvey.Seen one : survey.seen()) {
            ImageObserved image = one.image();
            out.printf(
                    ROW,
                    PrintableText.of(image.container().displayName()),
                    PrintableText.of(image.name().toString()),
                    PrintableText.of(shortened(digest(image))),
                    PrintableText.of(signer(image)),
                    age(image),
                    one.findings().stream().map(Finding::ruleId).distinct().collect(Collectors.joining(" ")));
        }
        out.println();
        survey.findings()
                .forEach(finding ->
                        out.println(PrintableText.of(finding.severity().label() + "  " + finding.ruleId() + "  "
                                + finding.container().displayName() + "  " + finding.message())));
        survey.problems().forEach(problem -> out.println("not judged: " + PrintableText.of(problem)));
        out.printf(
                "%d images read, %d findings%n",
                survey.seen().size(), survey.findings().size());
    }

    static void json(ImageSurvey survey, PrintWriter out) throws IOException {
        JsonMapper json = PrintableJson.mapper();
        FindingJson form = new FindingJson();
        ObjectNode root = json.createObjectNode();
        ArrayNode images = root.putArray("images");
        for (ImageSurvey.Seen one : survey.seen()) {
            ImageObserved image = one.image();
            ObjectNode entry = images.addObject();
            ReportJson.image(image, entry);
            ArrayNode rules = entry.putArray("findings");
            one.findings().forEach(finding -> rules.add(finding.ruleId()));
        }
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : survey.findings()) {
            findings.add(json.readTree(form.encode(finding)));
        }
        ArrayNode problems = root.putArray("problems");
        survey.problems().forEach(problems::add);
        out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }

    private static String digest(ImageObserved image) {
        return image.digests().isEmpty() ? "" : image.digests().getFirst();
    }

    private static String shortened(String digest) {
        return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
    }

    private static String signer(ImageObserved image) {
        State state = image.signature().state();
        return switch (state) {
            case VALID -> String.valueOf(Path.of(image.signature().by()).getFileName());
            case NOT_ASKED -> "-";
            case ABSENT, OTHER_KEY, OTHER_IMAGE -> "nobody";
            case NOT_KNOWN -> "?";
            case UNDECIDABLE -> "not decidable";
        };
    }

    private static String age(ImageObserved image) {
        return image.content().createdEpochNanos() > 0 ? days(image) + "d" : "-";
    }

    private static long days(ImageObserved image) {
        return Duration.ofNanos(image.epochNanos() - image.content().createdEpochNanos())
                .toDays();
    }
}
