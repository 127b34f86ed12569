package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.rules.facts.Words;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.WaitedBehind;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Who waits behind whom, for people: who is harmed first, then who waits most. */
final class NeighbourTable {
    private static final String ROW = "%-6s  %-36s  %8s  %8s  %8s  %8s  %-14s  %s%n";
    private static final String HARMED = "neighbour";
    private static final int MOST_BEHIND = 3;
    private static final Comparator<NeighbourLine> ORDER = Comparator.comparing(
                    (NeighbourLine line) -> !line.getVerdict().equals(HARMED))
            .thenComparing(
                    Comparator.comparingLong(NeighbourLine::getWaitedNanos).reversed());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final int rows;
    private final ZoneId zone;

    /** @param rows at most so many containers */
    NeighbourTable(int rows, ZoneId zone) {
        this.rows = rows;
        this.zone = zone;
    }

    void print(NeighboursReply reply, PrintWriter out) {
        if (reply.getEndEpochNanos() == 0) {
            out.println("The first window has not ended: the sensor has just been started.");
            return;
        }
        out.printf(
                "%s before %s, %d containers waited, %d are harmed by a neighbour%n",
                words(reply.getWindowNanos()),
                TIME.format(Instant.EPOCH.plusNanos(reply.getEndEpochNanos()).atZone(zone)),
                reply.getLinesCount(),
                reply.getLinesList().stream()
                        .filter(line -> line.getVerdict().equals(HARMED))
                        .count());
        out.printf(ROW, "WHAT", "VICTIM", "WAITED", "USUAL", "P95", "USUAL", "VERDICT", "BEHIND");
        reply.getLinesList().stream().sorted(ORDER).limit(rows).forEach(line -> print(line, out));
        if (reply.getLinesCount() > rows) {
            out.printf("and %d that waited less (--rows)%n", reply.getLinesCount() - rows);
        }
    }

    private static void print(NeighbourLine line, PrintWriter out) {
        out.printf(
                ROW,
                line.getResource(),
                PrintableText.of(line.getVictim()),
                words(line.getWaitedNanos()),
                words(line.getUsualNanos()),
                single(line.getP95Nanos()),
                single(line.getUsualP95Nanos()),
                line.getVerdict(),
                PrintableText.of(behind(line)));
    }

    private static String behind(NeighbourLine line) {
        double waited = line.getWaitedNanos();
        return line.getBehindList().stream()
                .limit(MOST_BEHIND)
                .map((WaitedBehind part) -> part.getName() + " " + Words.percent(part.getNanos() / waited))
                .collect(Collectors.joining(", "));
    }

    /** Of memory single waits are not told apart. */
    private static String single(long nanos) {
        return nanos == 0 ? "-" : words(nanos);
    }

    private static String words(long nanos) {
        return Words.duration(Duration.ofNanos(nanos));
    }
}
