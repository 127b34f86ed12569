package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that the kubelet runs on the node for a volume. */
public final class NodePrograms {
    private static final String GIT_REPOSITORY = "gitRepo";
    private static final String FLEX_VOLUME = "flexVolume";

    /**
     * Into git's own folder, where hooks are that it runs (CVE-2024-10220), or a repository that is itself a command or a
     * folder of the node.
     */
    private static final Pattern TRAP = Pattern.compile("directory=\\S*\\.git\\b|repository=(ext::|fd::|file:|/|-)");

    private static final Pattern FLEX_DRIVER = Pattern.compile("/volume[^/]*/exec/[^/]+~[^/]+/[^/]+$");
    private static final Set<String> KUBELETS =
            Set.of("kubelet", "k3s", "k3s-server", "k3s-agent", "rke2", "hyperkube");

    private NodePrograms() {}

    /** How bad it is that a manifest asks for one. */
    public static Severity severity(ContainerSetting volume) {
        return switch (volume.name()) {
            case GIT_REPOSITORY -> TRAP.matcher(volume.value()).find() ? Severity.HIGH : Severity.MEDIUM;
            case FLEX_VOLUME -> Severity.MEDIUM;
            default -> Severity.LOW;
        };
    }

    /** What the manifest says to which program, the end of a sentence. */
    public static String words(ContainerSetting volume) {
        return switch (volume.name()) {
            case GIT_REPOSITORY ->
                TRAP.matcher(volume.value()).find()
                        ? "fetch a repository of the manifest's choice with git, in a way that makes git run what the repository"
                                + " brings"
                        : "fetch a repository of the manifest's choice with git";
            case FLEX_VOLUME -> "run a driver's program with options of the manifest's choice";
            default -> "attach storage at an address of the manifest's choice";
        };
    }

    /** Whether the kubelet has begun git, or a flexVolume's driver. */
    public static boolean isRunByKubelet(ProcessExecuted event) {
        ProcessInfo parent = event.process().parent();
        return parent != null && KUBELETS.contains(parent.executable().name()) && (isGit(event) || isFlexDriver(event));
    }

    public static boolean isGit(ProcessExecuted event) {
        return event.executable().name().equals("git");
    }

    /** Drivers are scripts as often as not. */
    private static boolean isFlexDriver(ProcessExecuted event) {
        return FLEX_DRIVER.matcher(event.executable().path()).find()
                || FLEX_DRIVER.matcher(event.requestedPath()).find();
    }
}
