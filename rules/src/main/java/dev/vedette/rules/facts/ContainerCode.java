package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Code of a container in a process of the node. */
public final class ContainerCode {
    private static final Pattern BETWEEN_FILES = Pattern.compile("[: ]");

    private ContainerCode() {}

    /**
     * Whether a program of the node lies on an overlay other than the one that the process has its root on: a node may have
     * its own root on an overlay, and who has gone into a container's root runs its programs on purpose.
     */
    public static boolean isRun(ProcessExecuted event) {
        FileObject file = event.executable();
        return file.layer() != OverlayLayer.NONE
                && event.start().rootDevice() != 0
                && file.device() != event.start().rootDevice();
    }

    /** Whether a file that a program of the node has mapped to run lies on another overlay than the program. */
    public static boolean isForeign(FileObject mapped, ProcessInfo process) {
        return mapped.layer() != OverlayLayer.NONE
                && process.executable().known()
                && mapped.device() != process.executable().device();
    }

    /**
     * The loader's variable by which a helper of the runtime would load what lies where it happens to be, which is what a
     * container's own environment does to a hook that is given it; "" where there is none.
     */
    public static String loaded(ProcessExecuted event) {
        Map<String, String> variables = event.start().loaderVariables();
        if (variables.isEmpty() || !(event.phase() == LifePhase.SETUP || RuntimeHelpers.descends(event.process()))) {
            return "";
        }
        return variables.entrySet().stream()
                .filter(variable -> files(variable.getValue()).anyMatch(ContainerCode::isWhereverItIs))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .findFirst()
                .orElse("");
    }

    private static Stream<String> files(String value) {
        return List.of(BETWEEN_FILES.split(value)).stream().filter(file -> file.contains("/"));
    }

    /** A bare name is looked for in the node's folders, an absolute path is the node's own. */
    private static boolean isWhereverItIs(String file) {
        return !file.startsWith("/") || file.startsWith("/proc/");
    }

    /** Worst where the runtime or its helper does it, which every container can bring about. */
    public static Severity severity(Event event) {
        return RuntimeHelpers.descends(event.process()) ? Severity.CRITICAL : Severity.HIGH;
    }
}
