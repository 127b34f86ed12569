package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What belongs to the sensor that judges: rules run in its process, which shares the node's process numbers. */
public final class SensorParts {
    private static final int SIGSTOP = 19;
    private static final int SIGTSTP = 20;
    /** SIGCHLD, SIGCONT, SIGURG and SIGWINCH end nothing (signal(7)). */
    private static final Set<Integer> HARMLESS = Set.of(17, 18, 23, 28);

    private static final String BPF_FILE_SYSTEM = "/sys/fs/bpf/";

    /** A container's id stands alone, or as {@code cri-containerd-ID.scope}. */
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[/:.\\-\\n]");

    private SensorParts() {}

    public static boolean isSensor(ProcessInfo process) {
        return process.pid() != 0 && process.pid() == ownPid();
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    /** Whether the signal stops a process for a time. */
    public static boolean stops(int signal) {
        return signal == SIGSTOP || signal == SIGTSTP;
    }

    /** Whether the signal ends or stops a process, or has it do something. */
    public static boolean ends(int signal) {
        return !HARMLESS.contains(signal);
    }

    /** Whether it is the sensor's memory, as a process's or as one of its threads'. */
    public static boolean isSensorsMemory(FileObject file) {
        return file.name().equals("mem") && file.path().startsWith("/proc/" + ownPid() + "/");
    }

    /**
     * Whether a file lies in one of the sensor's places, under whatever a container has the folder above it mounted. What a
     * container has under the same name in its own root or memory is its own.
     */
    public static boolean isAmong(FileObject file, List<String> places) {
        return isOfNode(file) && places.stream().anyMatch(place -> isIn(file.path(), place, file.superMagic()));
    }

    public static boolean isAmong(FileChanged event, List<String> places) {
        if (event.file().superMagic() == 0) {
            // Known by its name only, as what has been removed: only the name of pins is no other's.
            return places.stream()
                    .filter(place -> place.startsWith(BPF_FILE_SYSTEM))
                    .anyMatch(place -> isIn(event.path(), place, 0));
        }
        return isOfNode(event.file())
                && places.stream()
                        .anyMatch(
                                place -> isIn(event.path(), place, event.file().superMagic()));
    }

    private static boolean isOfNode(FileObject file) {
        return file.layer() == OverlayLayer.NONE
                && file.superMagic() != 0
                && file.superMagic() != FileSystemMagic.OVERLAY
                && file.superMagic() != FileSystemMagic.TMPFS;
    }

    /** A bpf file system may be mounted anywhere: there the folder's own name counts. */
    private static boolean isIn(String path, String place, long superMagic) {
        String within = superMagic == FileSystemMagic.BPF_FS ? place.substring(place.lastIndexOf('/')) : place;
        int at = path.indexOf(within);
        int end = at + within.length();
        return at >= 0 && (end == path.length() || path.charAt(end) == '/');
    }

    /** By the sensor itself, or on the node by a program with its file: what installs and removes it. */
    public static boolean isOwnDoing(FileChanged event) {
        String own = ProcessHandle.current().info().command().orElse("");
        return isSensor(event.process())
                || (!event.inRunningContainer()
                        && event.process().executable().path().equals(own));
    }

    public static boolean isPlaceOfPins(FileSystemMounted event) {
        String place =
                event.place().path().isEmpty() ? event.target() : event.place().path();
        return place.equals("/sys/fs/bpf") || place.startsWith("/sys/fs/bpf/vedette");
    }

    /** Whether the sensor runs in it; on the bare node it runs in none. */
    public static boolean isOwnContainer(Container container) {
        if (container.onHost()) {
            return false;
        }
        try {
            String groups = Files.readString(Path.of("/proc/self/cgroup"));
            return BETWEEN_NAMES.splitAsStream(groups).anyMatch(container.id()::equals);
        } catch (IOException e) {
            // Without a control group of its own there is none to freeze.
            return false;
        }
    }
}
