package dev.vedette.cli;

import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.NeighbourJson;
import dev.vedette.sensor.control.wire.NeighboursReply;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows who waits behind whom, and whose doing it is. */
@Command(
        name = "neighbours",
        description =
                "Show which containers wait for the CPU or a disk, behind whom, and whether a neighbour is to blame.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Until it is interrupted it shows each window of five seconds as it ends. What the verdicts mean stands in"
                    + " docs/neighbours.md.",
            "",
            "Examples:",
            "  vedette neighbours",
            "  vedette neighbours --once --format json | jq '.lines[] | select(.verdict == \"neighbour\")'"
        })
final class NeighboursCommand implements Callable<Integer> {
    private static final Duration ASKING = Duration.ofSeconds(1);
    private static final String CLEAR = "\u001b[H\u001b[2J";

    /** How it is written. */
    enum Format {
        TABLE,
        JSON
    }

    @Option(names = "--once", description = "Show the newest window and end.")
    private boolean once;

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(
            names = "--rows",
            defaultValue = "20",
            paramLabel = "N",
            description = "At most so many containers in the table (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (rows < 1) {
            throw new CommandFailed("--rows is " + rows + ": at least one row has to be shown");
        }
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            NeighboursReply shown = measured(client.neighbours());
            print(shown);
            while (!once) {
                Thread.sleep(ASKING);
                NeighboursReply newest = measured(client.neighbours());
                if (newest.getEndEpochNanos() != shown.getEndEpochNanos()) {
                    print(newest);
                    shown = newest;
                }
            }
            return 0;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private static NeighboursReply measured(NeighboursReply reply) {
        if (!reply.getNotMeasured().isEmpty()) {
            throw new CommandFailed(reply.getNotMeasured());
        }
        return reply;
    }

    private void print(NeighboursReply reply) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(NeighbourJson.of(reply));
        } else {
            if (!once && Terminal.showsColour()) {
                out.print(CLEAR);
            }
            new NeighbourTable(rows, ZoneId.systemDefault()).print(reply, out);
        }
        out.flush();
    }
}
