package dev.vedette.cli;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.control.wire.ResponsesReply;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** What lasts and what was done of late, for people. */
record ResponseTable(PrintWriter out, Function<ResponseOutcome, String> line) {
    private static final String ROW = "%-16s %-16s %-40s %-10s %s%n";

    void print(ResponsesReply responses) {
        if (!responses.getStopped().isEmpty()) {
            out.println("All automatic responses are " + PrintableText.of(responses.getStopped())
                    + "; 'vedette respond resume-all' lets them go on.");
            out.println();
        }
        FindingJson json = new FindingJson();
        if (responses.getLastingCount() == 0) {
            out.println("No response lasts.");
        } else {
            out.printf(ROW, "LASTING", "RESPONSE", "CONTAINER", "BY", "UNTIL");
            for (ByteString one : responses.getLastingList()) {
                ResponseOutcome outcome = json.decodeOutcome(one.toByteArray());
                out.printf(
                        ROW,
                        PrintableText.of(outcome.id()),
                        outcome.action().label(),
                        PrintableText.of(outcome.container().displayName()),
                        PrintableText.of(outcome.requestedBy()),
                        until(outcome));
            }
        }
        out.println();
        for (ByteString one : responses.getRecentList()) {
            out.println(line.apply(json.decodeOutcome(one.toByteArray())));
        }
        out.flush();
    }

    private static String until(ResponseOutcome outcome) {
        long until = outcome.trail().untilEpochNanos();
        return until == 0
                ? "undone"
                : Instant.ofEpochSecond(0, until)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
