package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Podman with storage, run-time state and configuration of its own in one folder; root's, or that of an
 * unprivileged user.
 *
 * <p>Needs root and the package podman. {@link #close()} ends its containers, unmounts, removes their groups and deletes
 * the folder. Not thread-safe.
 */
public final class PrivatePodman implements AutoCloseable {
    private static final Duration PUT_AWAY = Duration.ofSeconds(20);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Path PROGRAM = Path.of("/usr/bin/podman");
    private static final String USER = "nobody";
    private static final String USER_ID = "65534";

    /** Where systemd would put a user's own units; on a hybrid machine the v2 hierarchy lies beside the others. */
    private static final String USERS_SLICE = "/user.slice/user-" + USER_ID + ".slice";

    private static final String USERS_GROUP = USERS_SLICE + "/user@" + USER_ID + ".service";

    private static final String PAYLOADS = USERS_GROUP + "/libpod";

    /**
     * crun refuses a hybrid node whose v2 hierarchy has any controller of its own (1.8, src/libcrun/cgroup.c), which the
     * machine decides at boot; a v2 hierarchy that seems to have none is one that it takes.
     */
    private static final String HIDE_CONTROLLERS =
            "f=/sys/fs/cgroup/unified/cgroup.controllers; [ -z \"$(cat $f 2>/dev/null)\" ] || mount --bind /dev/null $f; exec \"$@\"";

    /**
     * Without root, podman handles no v1 hierarchy: it sees the v2 one alone, and begins in a group that was given to
     * its user. The memory controller's root is where it looks as if there was no other group.
     */
    private static final String AS_USER = """
            v2=/sys/fs/cgroup; [ ! -d $v2/unified ] || v2=$v2/unified
            mkdir -p $v2%1$s/app.slice && chown -R %2$s $v2%1$s && echo $$ >$v2%1$s/app.slice/cgroup.procs || exit 1
            [ ! -e /sys/fs/cgroup/memory/cgroup.procs ] || echo $$ >/sys/fs/cgroup/memory/cgroup.procs
            [ $v2 = /sys/fs/cgroup ] || mount --rbind $v2 /sys/fs/cgroup
            exec setpriv --reuid %2$s --regid %2$s --clear-groups "$@"
            """.formatted(USERS_GROUP, USER_ID);

    /** Limits of processes may only be raised with CAP_SYS_RESOURCE, so they are given as any machine has them. */
    private static final String CONFIGURATION = """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
            pids_limit = 0
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            """;

    private final Path folder;
    private final boolean rootless;

    private PrivatePodman(Path folder, boolean rootless) {
        this.folder = folder;
        this.rootless = rootless;
    }

    /** Whether there is one to run. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Root's.
     *
     * @param folder is made and deleted in the end
     */
    public static PrivatePodman ofRoot(Path folder) throws IOException {
        return new PrivatePodman(folder.toAbsolutePath(), false).prepared();
    }

    /**
     * Of the user nobody, who is given a group of the shape that systemd gives to users.
     *
     * @param folder is made and deleted in the end; every user must be able to reach it
     */
    public static PrivatePodman ofUser(Path folder) throws IOException {
        return new PrivatePodman(folder.toAbsolutePath(), true).prepared();
    }

    private PrivatePodman prepared() throws IOException {
        if (!isInstalled()) {
            throw new IOException(PROGRAM + " is missing: install the package podman.");
        }
        for (Path part : List.of(folder, home(), runtimeFolder())) {
            Files.createDirectories(part);
        }
        Files.writeString(configuration(), CONFIGURATION);
        if (rootless) {
            UserPrincipal user =
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            for (Path part : List.of(folder, home(), runtimeFolder(), configuration())) {
                Files.setOwner(part, user);
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return this;
    }

    private Path configuration() {
        return folder.resolve("containers.conf");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path runtimeFolder() {
        return folder.resolve("xdg");
    }

    /** Where it keeps images and containers. */
    public Path storage() {
        return folder.resolve("graph");
    }

    /** Makes an image known to it by a name that it has in the archive. */
    public void load(Path archive) throws IOException {
        podman("load", "-i", archive.toString());
    }

    /**
     * Starts a container in the background, without a network.
     *
     * @param options of {@code podman run}
     * @return its id
     */
    public String run(List<String> options, String image, String program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--network", "none"));
        if (rootless && !options.toString().contains("--cgroups")) {
            words.addAll(List.of("--cgroups=enabled", "--cgroup-parent=" + PAYLOADS));
        }
        words.addAll(options);
        words.addAll(List.of("--entrypoint", program, image));
        words.addAll(Arrays.asList(arguments));
        return idIn(podman(words.toArray(String[]::new)));
    }

    /** Any other command of podman. */
    public String podman(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private", "sh", "-c"));
        command.add(rootless ? AS_USER : HIDE_CONTROLLERS);
        command.add("sh");
        command.addAll(environment());
        command.addAll(List.of(
                PROGRAM.toString(),
                "--root",
                storage().toString(),
                "--runroot",
                folder.resolve("run").toString(),
                "--tmpdir",
                folder.resolve("tmp").toString(),
                "--storage-driver",
                "overlay",
                "--log-level",
                "error"));
        if (rootless) {
            // The user has one number in his namespace only, so that files of others in an image become his.
            command.addAll(List.of("--storage-opt", "overlay.ignore_chown_errors=true"));
        }
        command.addAll(Arrays.asList(words));
        return Commands.run(command);
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>(List.of("env"));
        Map.of(
                        "HOME", home().toString(),
                        "XDG_RUNTIME_DIR", runtimeFolder().toString(),
                        "CONTAINERS_CONF", configuration().toString())
                .forEach((name, value) -> environment.add(name + "=" + value));
        return environment;
    }

    /** The line that is an id: the runtime may have said something else beside it. */
    private static String idIn(String text) throws IOException {
        return text.lines()
                .map(String::strip)
                .filter(line -> ID.matcher(line).matches())
                .findFirst()
                .orElseThrow(() -> new IOException("podman gave no container's id, but: " + text.strip()));
    }

    @Override
    public void close() throws IOException {
        podman("rm", "-f", "-a", "-t", "0");
        if (rootless) {
            endPause();
        }
        awaitOwnProcesses();
        Leftovers.unmountBelow(folder);
        Leftovers.removeCgroup(rootless ? USERS_SLICE : "/libpod_parent");
        Leftovers.deleteTree(folder);
    }

    /** A container's monitor has Podman put things away after its end, which writes to the folder meanwhile. */
    private void awaitOwnProcesses() throws IOException {
        boolean unused = Await.until(
                PUT_AWAY,
                () -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains(folder.toString())));
    }

    /** Without root, podman leaves a process behind that keeps its namespaces; it writes its number down. */
    private void endPause() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.endsWith("pause.pid")).toList()) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
