package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.control.NeighbourJson;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.WaitedBehind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourTableTest {
    private static final long MILLI = 1_000_000;
    private static final NeighboursReply REPLY = NeighboursReply.newBuilder()
            .setEndEpochNanos(61_000 * MILLI)
            .setWindowNanos(5_000 * MILLI)
            .addLines(line("busy", "self-inflicted", 9_000))
            .addLines(line("calm", "usual", 3))
            .addLines(line("checkout", "neighbour", 2_100)
                    .setCulprit("batch-7")
                    .setCulpritId("b7")
                    .setCulpritShare(0.91)
                    .setP95Nanos(3_100_000)
                    .setUsualP95Nanos(50_000))
            .build();

    @Test
    void whoIsHarmedStandsFirstAndThenWhoWaitsMost() {
        List<String> lines = printed(20, REPLY);

        assertThat(lines.get(0)).isEqualTo("5000 ms before 00:01:01, 3 containers waited, 1 are harmed by a neighbour");
        assertThat(lines.get(2))
                .contains("checkout", "2100 ms", "3.1 ms", "0.05 ms", "neighbour", "batch-7 90 %, itself 10 %");
        assertThat(lines.get(3)).contains("busy");
        assertThat(lines.get(4)).contains("calm");
    }

    @Test
    void saysWhatIsLeftOut() {
        assertThat(printed(1, REPLY)).last().isEqualTo("and 2 that waited less (--rows)");
    }

    @Test
    void saysNoLengthWhereSingleWaitsAreNotKnown() {
        NeighboursReply reply = NeighboursReply.newBuilder()
                .setEndEpochNanos(1)
                .addLines(line("checkout", "usual", 40).setResource("memory"))
                .build();
        assertThat(printed(20, reply)).last().asString().containsPattern("memory +checkout +40 ms +20 ms +- +- +usual");
    }

    @Test
    void saysThatThereIsNoWindowYet() {
        assertThat(printed(20, NeighboursReply.getDefaultInstance()))
                .singleElement()
                .asString()
                .contains("has not ended");
    }

    @Test
    void isOneLineForPrograms() {
        assertThat(NeighbourJson.of(REPLY))
                .startsWith("{\"end\":\"1970-01-01T00:01:01Z\",\"windowNanos\":5000000000,\"lines\":[")
                .contains("\"verdict\":\"neighbour\"", "\"culprit\":\"batch-7\"", "\"culpritShare\":0.91")
                .doesNotContain("\n");
    }

    private static List<String> printed(int rows, NeighboursReply reply) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        new NeighbourTable(rows, ZoneOffset.UTC).print(reply, out);
        out.flush();
        return printed.toString().lines().toList();
    }

    private static NeighbourLine.Builder line(String victim, String verdict, long waitedMillis) {
        return NeighbourLine.newBuilder()
                .setResource("cpu")
                .setVictim(victim)
                .setVictimId(victim)
                .setVerdict(verdict)
                .setWaitedNanos(waitedMillis * MILLI)
                .setUsualNanos(20 * MILLI)
                .addBehind(WaitedBehind.newBuilder().setName("batch-7").setNanos(waitedMillis * MILLI * 9 / 10))
                .addBehind(WaitedBehind.newBuilder().setName("itself").setNanos(waitedMillis * MILLI / 10));
    }
}
