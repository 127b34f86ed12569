package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods of every kind that the runtime's interface can express, with a real containerd and the real kernel. */
@RequiresContainers
@Timeout(300)
class PodKindsTest extends OwnContainerd {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    private static RunningContainer looping(RunningPod pod, String name) {
        return pod.container(name).command("sh", "-c", loop(name)).run();
    }

    private static String loop(String name) {
        return "while true; do /bin/ls /by-" + name + "; sleep 0.2; done";
    }

    private static void areToldAs(LiveSensor sensor, String name, RunningContainer container) throws Exception {
        await(() -> listings(sensor, name).findAny().isPresent());
        assertThat(listings(sensor, name)).allSatisfy(exec -> {
            assertThat(exec.container().identity()).isEqualTo(Identity.KNOWN);
            assertThat(exec.container().id()).isEqualTo(container.id());
            assertThat(exec.container().name()).isEqualTo(container.name());
            assertThat(exec.session()).isEqualTo(Session.MAIN);
            assertThat(exec.phase()).isEqualTo(LifePhase.RUNNING);
            assertThat(exec.context().escapedNamespaces()).isEmpty();
        });
    }

    private static Stream<ProcessExecuted> listings(LiveSensor sensor, String name) {
        return sensor.programs("/by-" + name).stream()
                .filter(exec -> exec.arguments().getFirst().equals("/bin/ls"));
    }

    @Test
    void containersThatShareTheirProcessesAreStillToldApart() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd
                        .pods()
                        .pod("shop", "shared-1")
                        .sharedProcesses()
                        .run()) {
            RunningContainer web = looping(pod, "web");
            RunningContainer proxy = looping(pod, "proxy");

            areToldAs(sensor, "web", web);
            areToldAs(sensor, "proxy", proxy);
        }
    }

    @Test
    void ephemeralContainerAmongAnothersProcessesIsItself() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "debugged-1").run()) {
            RunningContainer web = looping(pod, "target");
            RunningContainer debugger = pod.container("debugger")
                    .amongProcessesOf(web)
                    .command("sh", "-c", loop("debugger"))
                    .run();

            areToldAs(sensor, "debugger", debugger);
            areToldAs(sensor, "target", web);
        }
    }

    @Test
    void initContainerThatEndsBeforeTheOthersBeginIsItself() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "prepared-1").run()) {
            RunningContainer init = pod.container("prepare")
                    .command("sh", "-c", "/bin/ls /by-prepare; true")
                    .run();
            await(() -> !init.running());
            RunningContainer web = looping(pod, "after");

            areToldAs(sensor, "prepare", init);
            areToldAs(sensor, "after", web);
        }
    }

    @Test
    void containerInTheNodesProcessNamespaceIsItself() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd
                        .pods()
                        .pod("kube-system", "monitor-1")
                        .hostPid()
                        .run()) {
            RunningContainer monitor = looping(pod, "monitor");

            areToldAs(sensor, "monitor", monitor);
            assertThat(listings(sensor, "monitor"))
                    .allMatch(exec -> exec.context().hostNamespaces().contains(NamespaceKind.PID));
        }
    }

    @Test
    void staticPodIsKnownByWhereTheKubeletHasItFrom() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd
                        .pods()
                        .pod("kube-system", "kube-scheduler-node-1")
                        .annotation("kubernetes.io/config.source", "file")
                        .annotation("kubernetes.io/config.hash", "0123456789abcdef0123456789abcdef")
                        .run()) {
            RunningContainer scheduler = looping(pod, "scheduler");

            areToldAs(sensor, "scheduler", scheduler);
            Container.Pod told = listings(sensor, "scheduler")
                    .findFirst()
                    .orElseThrow()
                    .container()
                    .pod();
            assertThat(told.isStatic()).isTrue();
            assertThat(told.workload()).isEqualTo("kube-scheduler-node-1");
        }
    }

    /** A shell of the node that puts itself into the container's groups is no runtime, and none of the container's. */
    @Test
    void onlyTheRuntimesProgramPreparesAContainer() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "intruded-1").run()) {
            RunningContainer web = looping(pod, "intruded");
            areToldAs(sensor, "intruded", web);
            web.exec("/bin/ls", "/put-in");
            await(() -> !sensor.programs("/put-in").isEmpty());
            String groups = "for g in $(find /sys/fs/cgroup -type d -name " + web.id()
                    + "); do echo $$ > $g/cgroup.procs; done";

            new ProcessBuilder("unshare", "--uts", "sh", "-c", groups + "; exec unshare --uts /bin/ls /stranger")
                    .start()
                    .waitFor();
            await(() -> sensor.programs("/stranger").stream()
                    .anyMatch(exec -> exec.arguments().getFirst().endsWith("ls")));

            assertThat(sensor.all(NamespaceChanged.class)
                            .filter(change -> change.container().id().equals(web.id()))
                            .filter(change -> change.phase() == LifePhase.SETUP))
                    .isNotEmpty()
                    .allMatch(change -> isRuntimes(sensor, change.process().executable()));
            assertThat(sensor.all(NamespaceChanged.class)
                            .filter(change -> change.process().arguments().contains("/stranger")))
                    .isNotEmpty()
                    .allMatch(change -> change.container().onHost())
                    .allMatch(change -> change.phase() == LifePhase.HOST);
            assertThat(sensor.all(CgroupChanged.class)
                            .filter(change -> change.operation() == CgroupChanged.Operation.ENTERED)
                            .filter(change -> change.owner().id().equals(web.id()))
                            .filter(change ->
                                    change.process().executable().name().matches("(da)?sh|busybox")))
                    .as("who went into the container's group")
                    .isNotEmpty()
                    .allMatch(change -> change.container().onHost());
        }
    }

    /** The very file that ran as runc on the node, or runc's copy of itself in memory. */
    private static boolean isRuntimes(LiveSensor sensor, FileObject executable) {
        return executable.isMemoryOnly()
                || sensor.all(ProcessExecuted.class)
                        .filter(exec -> exec.container().onHost())
                        .map(ProcessExecuted::executable)
                        .filter(program -> program.name().equals("runc"))
                        .anyMatch(executable::sameObject);
    }

    /**
     * The next number that the kernel gives out is set, so that a program of the node gets the very one that a program of
     * the container had; then it is set back. Somebody else may be given it first: then it is tried again.
     */
    @Test
    void programOfTheNodeWithTheNumberOfAContainersIsTheNodes() throws Exception {
        try (LiveSensor sensor = sensor();
                RunningPod pod = containerd.pods().pod("shop", "numbered-1").run()) {
            RunningContainer web = looping(pod, "numbered");
            areToldAs(sensor, "numbered", web);

            int reused = 0;
            for (int tries = 0; tries < 200 && reused == 0; tries++) {
                reused = useAgain(sensor);
            }

            int pid = reused;
            assertThat(pid).as("no number could be used again").isPositive();
            await(() -> sensor.programs("/on-node").stream()
                    .anyMatch(exec -> exec.process().pid() == pid));
            assertThat(sensor.programs("/on-node"))
                    .allMatch(exec -> exec.container().onHost())
                    .allMatch(exec -> exec.phase() == LifePhase.HOST);
            assertThat(listings(sensor, "numbered")
                            .filter(exec -> exec.process().pid() == pid))
                    .isNotEmpty()
                    .allMatch(exec -> exec.container().id().equals(web.id()));
        }
    }

    /** The number that was used again, 0 if somebody else was given it. */
    private static int useAgain(LiveSensor sensor) throws Exception {
        List<ProcessExecuted> ended = listings(sensor, "numbered").toList();
        int wanted = ended.get(ended.size() - 1).process().pid();
        String now = Files.readString(LAST_PID).strip();
        if (Files.exists(Path.of("/proc/" + wanted))) {
            return 0;
        }
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo " + (wanted - 1) + " > " + LAST_PID + "; /bin/ls /on-node 2>/dev/null & echo $!; echo "
                                + now + " > " + LAST_PID + "; wait")
                .start();
        int given = Integer.parseInt(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        shell.waitFor();
        return given == wanted ? given : 0;
    }
}
