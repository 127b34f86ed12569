package dev.vedette.sensor.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Who waits behind whom, for programs: one object a window, on one line. Fields: {@code end} (RFC 3339, null before the first
 * window has ended), {@code windowNanos}; {@code lines} with {@code resource, victim, victimId, verdict, waitedNanos,
 * usualNanos, p95Nanos, usualP95Nanos}, {@code behind} with {@code name, nanos}, and of the verdict {@code neighbour} also
 * {@code culprit, culpritId, culpritShare}.
 */
public final class NeighbourJson {
    private static final JsonMapper JSON = PrintableJson.mapper();

    private NeighbourJson() {}

    /** A window as JSON; what hostile names could do to a terminal is escaped. */
    public static String of(NeighboursReply reply) {
        ObjectNode root = JSON.createObjectNode();
        root.put("end", end(reply));
        root.put("windowNanos", reply.getWindowNanos());
        ArrayNode lines = root.putArray("lines");
        reply.getLinesList().forEach(line -> add(line, lines.addObject()));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String end(NeighboursReply reply) {
        return reply.getEndEpochNanos() == 0
                ? null
                : Instant.EPOCH.plusNanos(reply.getEndEpochNanos()).toString();
    }

    private static void add(NeighbourLine line, ObjectNode to) {
        to.put("resource", line.getResource());
        to.put("victim", line.getVictim());
        to.put("victimId", line.getVictimId());
        to.put("verdict", line.getVerdict());
        to.put("waitedNanos", line.getWaitedNanos());
        to.put("usualNanos", line.getUsualNanos());
        to.put("p95Nanos", line.getP95Nanos());
        to.put("usualP95Nanos", line.getUsualP95Nanos());
        ArrayNode behind = to.putArray("behind");
        line.getBehindList()
                .forEach(part -> behind.addObject().put("name", part.getName()).put("nanos", part.getNanos()));
        if (!line.getCulprit().isEmpty()) {
            to.put("culprit", line.getCulprit());
            to.put("culpritId", line.getCulpritId());
            to.put("culpritShare", line.getCulpritShare());
        }
    }
}
