package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.control.wire.ResponsesReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponseTableTest {
    /** Clears the screen, begins a line of its own, and turns what follows round. */
    private static final String EVIL = "x\u001b[2J\nall is well\u202e";

    @Test
    void nothingThatOthersHaveChosenReachesTheTerminalAsItIs() {
        ResponsesReply reply = ResponsesReply.newBuilder()
                .setStopped("stopped by " + EVIL)
                .addLasting(ByteString.copyFrom(new FindingJson().encode(paused())))
                .build();
        StringWriter printed = new StringWriter();

        new ResponseTable(new PrintWriter(printed), outcome -> "").print(reply);

        assertThat(printed.toString().codePoints()).doesNotContain(0x1b, 0x202e);
        assertThat(printed.toString().lines()).noneMatch(line -> line.startsWith("all is well"));
        assertThat(printed.toString().lines().filter(line -> line.contains("x\\u001b[2J\\u000aall is well\\u202e")))
                .as("the switch, and the row with container and person")
                .hasSize(2);
    }

    private static ResponseOutcome paused() {
        Container container = new Container(
                "c1",
                EVIL,
                "",
                "",
                "podman",
                new Container.Pod("", "", "", "", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
        return new ResponseOutcome(
                "",
                ResponseAction.PAUSE,
                "node-a",
                container,
                "c1",
                ResponseOutcome.Status.VERIFIED,
                "",
                "",
                EVIL,
                1,
                new ResponseOutcome.Trail("r-1", "", "", "", "", 0));
    }
}
