package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.DenialLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what is denied to containers, and lifts it. */
@Command(
        name = "denials",
        description = "Show what is denied to which container, or lift what is denied to one.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What is lifted stays so until the container or the sensor ends; a policy says what is denied for good.",
            "",
            "Examples:",
            "  vedette denials",
            "  vedette denials --lift web-1"
        })
final class DenialsCommand implements Callable<Integer> {
    private static final String ROW = "%-40s  %s%n";

    @Option(
            names = "--lift",
            paramLabel = "CONTAINER",
            description =
                    "Deny nothing any more to this container, by the name of its pod or its own, by both as they are"
                            + " shown, or by the beginning of its id.")
    private String lifted;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            PrintWriter out = spec.commandLine().getOut();
            if (lifted == null) {
                print(client.denials(), out);
            } else {
                out.println(PrintableText.of(
                        "nothing is denied to " + client.lift(lifted, System.getProperty("user.name")) + " any more"));
            }
            out.flush();
            return 0;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    static void print(List<DenialLine> denials, PrintWriter out) {
        if (denials.isEmpty()) {
            out.println("nothing is denied to any container");
            return;
        }
        out.printf(ROW, "NAMESPACE/POD/CONTAINER", "DENIED");
        denials.forEach(
                denial -> out.printf(ROW, PrintableText.of(denial.getContainer()), PrintableText.of(denial.getRule())));
    }
}
