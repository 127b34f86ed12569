package dev.vedette.tests.kernels;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A control group with a container's name, which is all of a container that an answer acts on; with one process that
 * sleeps. There is no runtime in the machine.
 */
final class GuestContainer implements AutoCloseable {
    private static final String CONTROLLERS = "+cpu +io +memory +pids";

    private final Path group;
    private final Container known;
    private final Process first;

    private GuestContainer(Path group, Container known) throws IOException {
        this.group = group;
        this.known = known;
        this.first = start("exec /bin/sleep 100000");
    }

    static GuestContainer begin(Path hierarchy, String id) throws IOException {
        Path parent = Files.createDirectories(hierarchy.resolve("kubepods"));
        Files.writeString(hierarchy.resolve("cgroup.subtree_control"), CONTROLLERS);
        Files.writeString(parent.resolve("cgroup.subtree_control"), CONTROLLERS);
        return new GuestContainer(Files.createDirectories(parent.resolve(id)), Ladder.known(id));
    }

    Path group() {
        return group;
    }

    /** Its own id, as the kernel side knows it. */
    long id() throws IOException {
        return (long) Files.getAttribute(group, "unix:ino");
    }

    Container known() {
        return known;
    }

    /** A shell that goes into the group and carries out a script there. */
    Process start(String script) throws IOException {
        return new ProcessBuilder(
                        "/bin/busybox", "sh", "-c", "echo $$ >" + group + "/cgroup.procs; " + script + "\nexit $?")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Its end, or -1 if that takes more than five minutes. */
    int run(String script) throws IOException, InterruptedException {
        Process process = start(script);
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    long processes() throws IOException {
        return Files.readAllLines(group.resolve("cgroup.procs")).size();
    }

    @Override
    public void close() {
        first.destroyForcibly();
    }
}
