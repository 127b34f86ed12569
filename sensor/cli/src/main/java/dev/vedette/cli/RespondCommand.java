package dev.vedette.cli;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.outputs.FindingLine;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the running sensor answer. */
@Command(
        name = "respond",
        description = "Pause, resume or stop a container, or kill a process.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done, and its effect was seen", "1:refused or failed", "2:could not be asked"},
        footer = {
            "",
            "Examples:",
            "  vedette respond pause web-1          by pod, container or displayed name, or the beginning of an id",
            "  vedette respond resume 3f2a91",
            "  vedette respond kill 4711            a process, by its id on the node"
        })
final class RespondCommand implements Callable<Integer> {
    enum Step {
        PAUSE(ResponseAction.PAUSE),
        RESUME(ResponseAction.RESUME),
        KILL(ResponseAction.KILL_PROCESS),
        STOP(ResponseAction.STOP);

        private final ResponseAction action;

        Step(ResponseAction action) {
            this.action = action;
        }
    }

    @Parameters(index = "0", paramLabel = "pause|resume|kill|stop", description = "What to do.")
    private Step step;

    @Parameters(index = "1", paramLabel = "TARGET", description = "A container, or a process id for kill.")
    private String target;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            byte[] json = client.respond(step.action, target, System.getProperty("user.name"));
            ResponseOutcome outcome = new FindingJson().decodeOutcome(json);
            spec.commandLine()
                    .getOut()
                    .println(new FindingLine(Terminal.showsColour(), ZoneId.systemDefault()).of(outcome));
            return outcome.status() == ResponseOutcome.Status.VERIFIED ? 0 : 1;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }
}
