package dev.vedette.cli;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.outputs.FindingLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the running sensor has found. */
@Command(
        name = "findings",
        description = "Show what the running sensor has found lately, and which incidents it makes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette findings --follow",
            "  vedette findings --incidents",
            "  vedette findings --json | jq .message"
        })
final class FindingsCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is found from now on.")
    private boolean follow;

    @Option(names = "--incidents", description = "Only the incidents, the gravest first, each with its time line.")
    private boolean timelines;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean asJson;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        FindingJson json = new FindingJson();
        FindingLine line = new FindingLine(Terminal.showsColour(), ZoneId.systemDefault());
        if (timelines && (follow || asJson)) {
            throw new CommandFailed("--incidents shows what there is, as text: leave --follow and --json away");
        }
        boolean putTogether = !follow && !asJson;
        List<Finding> all = new ArrayList<>();
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            client.findings(follow, encoded -> {
                if (putTogether) {
                    all.add(json.decodeFinding(encoded));
                }
                if (!timelines) {
                    out.println(
                            asJson
                                    ? new String(encoded, StandardCharsets.UTF_8)
                                    : line.of(json.decodeFinding(encoded)));
                    out.flush();
                }
            });
            if (timelines) {
                IncidentText.print(out, all);
            } else if (putTogether) {
                IncidentText.summary(out, all);
            }
            out.flush();
            return 0;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }
}
