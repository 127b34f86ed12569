package dev.vedette.cli;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbesUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes from the kernel what sensors with pins have left in it. */
@Command(
        name = "uninstall",
        description = "Remove from the kernel the probes that a sensor with --pins has left running.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing of Vedette is left there",
            "2:a sensor still uses them, something there is not Vedette's, or they cannot be removed"
        },
        footer = {"", "Example:", "  vedette uninstall                 after the DaemonSet is gone, on each node"})
final class UninstallCommand implements Callable<Integer> {
    @Option(
            names = "--pins",
            paramLabel = "DIR",
            defaultValue = "/sys/fs/bpf/vedette",
            description = "Where they are pinned (default: ${DEFAULT-VALUE}).")
    private Path pins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            List<String> removed = KernelProbes.removePinned(pins);
            if (removed.isEmpty()) {
                spec.commandLine().getOut().println("nothing is pinned at " + pins);
            }
            removed.forEach(what -> spec.commandLine().getOut().println("removed " + what));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ProbesUnavailableException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }
}
