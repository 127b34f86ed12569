package dev.vedette.sensor.libpod;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The monitor that stands over one container, as the kernel shows the process.
 *
 * <p>It is known by its arguments, not by its name: the option {@code -c} with the container's id and {@code -b} with a
 * bundle of that id in it. Source of the options: conmon's src/cli.c.
 *
 * @param user whose process it is
 * @param bundle the folder with the container's {@code config.json}
 * @param pidFile where it writes the container's first process; null where it was not told
 */
record Conmon(long pid, long user, String containerId, Path bundle, Path pidFile, String name) {
    private static final String USERDATA = "userdata";

    /** Empty if these are the arguments of something else. */
    static Optional<Conmon> parse(long pid, long user, List<String> arguments) {
        String id = value(arguments, "-c", "--cid");
        String bundle = value(arguments, "-b", "--bundle");
        if (!LibpodStore.isId(id) || !bundle.startsWith("/") || bundle.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path folder = Path.of(bundle).normalize();
        // STORE/DRIVER-containers/ID/userdata: containers/storage, store.go, ContainerDirectory
        boolean ofStorage = folder.getNameCount() > 3
                && folder.endsWith(USERDATA)
                && folder.getParent().endsWith(id)
                && LibpodStore.isContainersFolder(folder.getParent().getParent());
        if (!ofStorage) {
            return Optional.empty();
        }
        String pidFile = value(arguments, "-p", "--container-pidfile");
        return Optional.of(new Conmon(
                pid,
                user,
                id,
                folder,
                pidFile.startsWith("/") ? Path.of(pidFile) : null,
                value(arguments, "-n", "--name")));
    }

    private static String value(List<String> arguments, String brief, String full) {
        for (int i = 1; i + 1 < arguments.size(); i++) {
            if (arguments.get(i).equals(brief) || arguments.get(i).equals(full)) {
                return arguments.get(i + 1);
            }
            if (arguments.get(i).equals("--exit-command-arg")) {
                i++; // what follows belongs to another program
            }
        }
        return "";
    }

    static List<String> arguments(String commandLine) {
        List<String> arguments = new ArrayList<>(List.of(commandLine.split("\0", -1)));
        if (!arguments.isEmpty() && arguments.getLast().isEmpty()) {
            arguments.removeLast();
        }
        return arguments;
    }
}
