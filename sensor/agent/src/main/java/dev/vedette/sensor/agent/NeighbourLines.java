package dev.vedette.sensor.agent;

import com.google.protobuf.ByteString;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.sensor.control.NeighbourJson;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.WaitedBehind;
import dev.vedette.sensor.neighbours.Neighbours;
import java.util.Optional;

/** Who waits behind whom, as it is sent to people on the node. */
final class NeighbourLines {
    private static final String NOT_MEASURED =
            "no active rule asks who waits behind whom (VDT-4001 to VDT-4005 do), or a recording is played: load the rule"
                    + " and start the sensor again";

    private NeighbourLines() {}

    static NeighboursReply reply(Optional<Neighbours> neighbours) {
        if (neighbours.isEmpty()) {
            return NeighboursReply.newBuilder().setNotMeasured(NOT_MEASURED).build();
        }
        Neighbours.Window window = neighbours.get().last();
        NeighboursReply.Builder reply = NeighboursReply.newBuilder()
                .setEndEpochNanos(window.endEpochNanos())
                .setWindowNanos(NeighbourJudge.WINDOW.toNanos());
        window.judgements()
                .forEach((resource, judgements) ->
                        judgements.forEach(judgement -> reply.addLines(line(resource, judgement))));
        return reply.build();
    }

    /** The newest window as JSON; empty if nothing is measured or no window has ended yet. */
    static ByteString json(Optional<Neighbours> neighbours) {
        NeighboursReply reply = reply(neighbours);
        return reply.getEndEpochNanos() == 0 ? ByteString.EMPTY : ByteString.copyFromUtf8(NeighbourJson.of(reply));
    }

    private static NeighbourLine line(Resource resource, Judgement judgement) {
        NeighbourLine.Builder line = NeighbourLine.newBuilder()
                .setResource(resource.label())
                .setVictimId(judgement.victim().id())
                .setVictim(judgement.victim().displayName())
                .setVerdict(judgement.verdict().label())
                .setWaitedNanos(judgement.row().waited())
                .setUsualNanos(judgement.usual())
                .setP95Nanos(judgement.row().p95())
                .setUsualP95Nanos(judgement.usualP95());
        judgement
                .row()
                .causes()
                .forEach((cause, nanos) -> line.addBehind(
                        WaitedBehind.newBuilder().setName(cause.label()).setNanos(nanos)));
        judgement
                .blamed()
                .ifPresent(blamed -> line.setCulpritId(blamed.culprit().id())
                        .setCulprit(blamed.culprit().displayName())
                        .setCulpritShare(blamed.share()));
        return line.build();
    }
}
