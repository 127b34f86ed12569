package dev.vedette.cli;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.outputs.FindingLine;
import dev.vedette.sensor.response.KillSwitch;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the running sensor answer, shows what it has done, and takes it back. */
@Command(
        name = "respond",
        description = "Act on a container or a process, take a response back, or stop all automatic ones.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and its effect was seen; or a dry run that could be done",
            "1:refused or failed",
            "2:could not be asked"
        },
        footer = {
            "",
            "stop-all and resume-all work on a file in the sensor's folder, also while the sensor does not answer.",
            "",
            "Examples:",
            "  vedette respond pause web-1",
            "  vedette respond resume 3f2a91",
            "  vedette respond kill 4711",
            "  vedette respond throttle web-1 -o cpu=100m -o pids=50 -o for=10m",
            "  vedette respond isolate-network web-1 -o except=10.0.0.0/8 --dry-run",
            "  vedette respond deny web-1 -o deny=exec,connect",
            "  vedette respond list",
            "  vedette respond undo r-0123456789ab",
            "  vedette respond stop-all"
        })
final class RespondCommand implements Callable<Integer> {
    private static final List<String> WITHOUT_TARGET = List.of("list", "stop-all", "resume-all");

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            description = "deny, kill, throttle, isolate-network, pause, resume, stop, evict;"
                    + " undo, list, stop-all, resume-all.")
    private String step;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "A container, by the name of its pod or its own, by both as they are shown, or by the beginning of"
                            + " its id; for kill a process, by its id on the node, with what it has started; for undo a"
                            + " response's id.")
    private String target;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "How it is to be done, as in a policy: for, cpu, memory, io, pids, except, dns, grace, deny.")
    private List<String> options = List.of();

    @Option(names = "--dry-run", description = "Do nothing; say what would be done, and to what.")
    private boolean dryRun;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (target == null && !WITHOUT_TARGET.contains(step)) {
            throw new ParameterException(spec.commandLine(), step + " needs a target: what is it to be done to?");
        }
        return switch (step) {
            case "stop-all" -> stopAll();
            case "resume-all" -> resumeAll();
            case "list" -> list();
            case "undo" -> ask(client -> client.undo(target, person()));
            default -> {
                ResponseAction action = action();
                ResponseOptions how = options(action);
                yield ask(client -> client.respond(action, target, how, dryRun, person()));
            }
        };
    }

    private ResponseAction action() {
        return ResponseAction.parse(step.equals("kill") ? "kill-process" : step)
                .filter(action -> action != ResponseAction.ALERT)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + step + "' is no response; --help shows those there are"));
    }

    private ResponseOptions options(ResponseAction action) {
        ResponseOptions how = ResponseOptions.NONE;
        for (String option : options) {
            String[] parts = option.split("=", 2);
            if (parts[0].equals(ResponseOptions.TARGET)) {
                throw new ParameterException(
                        spec.commandLine(), "'target' is for policies: name the culprit instead of its victim");
            }
            if (!ResponseOptions.fitting(action).contains(parts[0])) {
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + parts[0] + "' says nothing of " + action.label() + "; it has "
                                + String.join(
                                        ", ",
                                        ResponseOptions.fitting(action).stream()
                                                .sorted()
                                                .toList()));
            }
            try {
                how = how.with(parts[0], parts.length == 1 ? "" : parts[1]);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), parts[0] + ": " + e.getMessage(), e);
            }
        }
        return how;
    }

    private interface Question {
        byte[] ask(ControlClient client) throws ControlException;
    }

    private int ask(Question question) {
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            ResponseOutcome outcome = new FindingJson().decodeOutcome(question.ask(client));
            out().println(line(outcome));
            return switch (outcome.status()) {
                case VERIFIED, PLANNED -> 0;
                case REFUSED, FAILED -> 1;
            };
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private int list() {
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            new ResponseTable(out(), this::line).print(client.responses());
            return 0;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private int stopAll() {
        try {
            KillSwitch.in(state.folder()).stop(person(), Instant.now());
            out().println("all automatic responses are stopped; what lasts stays, and 'vedette respond undo' takes"
                    + " it back");
            return 0;
        } catch (IOException e) {
            throw new CommandFailed("the responses could not be stopped: " + e.getMessage(), e);
        }
    }

    private int resumeAll() {
        try {
            boolean were = KillSwitch.in(state.folder()).goOn();
            out().println(were ? "automatic responses go on" : "automatic responses were not stopped");
            return 0;
        } catch (IOException e) {
            throw new CommandFailed("the responses are still stopped: " + e.getMessage(), e);
        }
    }

    private String line(ResponseOutcome outcome) {
        return new FindingLine(Terminal.showsColour(), ZoneId.systemDefault()).of(outcome);
    }

    private static String person() {
        return System.getProperty("user.name");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
