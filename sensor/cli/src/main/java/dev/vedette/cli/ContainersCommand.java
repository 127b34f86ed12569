package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.ContainerLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the containers that the running sensor knows. */
@Command(
        name = "containers",
        description = "List the containers that the running sensor knows.",
        mixinStandardHelpOptions = true)
final class ContainersCommand implements Callable<Integer> {
    private static final String ROW = "%-12s  %-10s  %-40s  %-10s  %s%n";
    private static final int SHORT_ID = 12;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ControlClient client = new ControlClient(ControlSocket.in(state.folder()))) {
            List<ContainerLine> containers = client.containers();
            PrintWriter out = spec.commandLine().getOut();
            out.printf(ROW, "ID", "PHASE", "NAMESPACE/POD/CONTAINER", "BASELINE", "IMAGE");
            containers.forEach(container -> out.printf(
                    ROW,
                    PrintableText.of(shortened(container.getId())),
                    container.getIdentityPending() ? "pending" : container.getPhase(),
                    PrintableText.of(named(container)),
                    container.getBaseline(),
                    PrintableText.of(container.getImage())));
            out.flush();
            return 0;
        } catch (ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** As far as it is known: nothing while nobody has said whose container it is. */
    private static String named(ContainerLine container) {
        return Stream.of(container.getNamespace(), container.getPod(), container.getName())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }

    private static String shortened(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }
}
