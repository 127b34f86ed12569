package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Freezes a process of its own in cgroups of its own; needs root. */
class CgroupFreezerTest {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path VERSION_1 = CGROUPS.resolve("freezer");
    private static final Path VERSION_2 =
            Files.exists(CGROUPS.resolve("unified")) ? CGROUPS.resolve("unified") : CGROUPS;

    private final String id = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    private final Deque<Path> made = new ArrayDeque<>();
    private Process process;

    @BeforeEach
    void startProcess() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "cgroups need root");
        process = new ProcessBuilder("sh", "-c", "while true; do sleep 0.01; done").start();
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (process == null) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(2, TimeUnit.MINUTES);
        while (!made.isEmpty()) {
            Path directory = made.pop();
            for (int i = 0;
                    i < 12_000
                            && directory.toFile().isDirectory()
                            && !directory.toFile().delete();
                    i++) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void freezesInVersionOne() throws Exception {
        assumeTrue(Files.isDirectory(VERSION_1), "no freezer of version 1 is mounted");
        Path group = move(VERSION_1, "cri-containerd-" + id + ".scope");

        holdsAndLetsGo(group.resolve("freezer.state"), "FROZEN", "THAWED");
    }

    @Test
    void freezesInVersionTwo() throws Exception {
        assumeTrue(Files.exists(VERSION_2.resolve("cgroup.controllers")), "no version 2 is mounted");
        Path group = move(VERSION_2, id);

        holdsAndLetsGo(group.resolve("cgroup.freeze"), "1", "0");
    }

    @Test
    void isNotMisledByAContainersOwnCgroupBelowIt() throws Exception {
        Path group = move(VERSION_2, id);
        make(group.resolve("deeper"));
        make(group.resolve("deeper").resolve(id));
        FrozenCgroup cgroup = CgroupFreezer.ofNode().of(id);

        cgroup.freeze();

        assertThat(Files.readString(group.resolve("cgroup.freeze")).strip()).isEqualTo("1");
        cgroup.thaw();
    }

    @Test
    void isNotDisturbedByCgroupsThatComeAndGo() throws Exception {
        move(VERSION_2, id);
        Path restless = made.stream().skip(1).findFirst().orElseThrow();
        AtomicBoolean done = new AtomicBoolean();
        Thread churn = Thread.ofPlatform().start(() -> {
            for (int i = 0; !done.get(); i++) {
                Path passing = restless.resolve("passing-" + i);
                if (passing.toFile().mkdir() && !passing.toFile().delete()) {
                    throw new IllegalStateException(passing + " stays");
                }
            }
        });

        try {
            for (int i = 0; i < 200; i++) {
                assertThat(CgroupFreezer.ofNode().of(id).isFrozen()).isFalse();
            }
        } finally {
            done.set(true);
            churn.join();
        }
    }

    @Test
    void saysThatAContainerHasNoCgroup() {
        assertThatThrownBy(() -> CgroupFreezer.ofNode().of(id))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(id);
    }

    private void holdsAndLetsGo(Path state, String frozen, String thawed) throws Exception {
        FrozenCgroup cgroup = CgroupFreezer.ofNode().of(id);
        assertThat(cgroup.isFrozen()).isFalse();

        cgroup.freeze();
        awaitFrozen(cgroup, true);
        assertThat(Files.readString(state).strip()).isEqualTo(frozen);

        cgroup.thaw();
        awaitFrozen(cgroup, false);
        assertThat(Files.readString(state).strip()).isEqualTo(thawed);
    }

    private void awaitFrozen(FrozenCgroup cgroup, boolean wanted) throws Exception {
        for (int i = 0; i < 12_000 && cgroup.isFrozen() != wanted; i++) {
            Thread.sleep(10);
        }
        assertThat(cgroup.isFrozen()).isEqualTo(wanted);
    }

    /** Makes a cgroup in a folder of the test's own and moves the process there. */
    private Path move(Path hierarchy, String name) throws IOException {
        Path parent = make(hierarchy.resolve(
                "vedette-freezer-test-" + ProcessHandle.current().pid()));
        Path group = make(parent.resolve(name));
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
        return group;
    }

    private Path make(Path directory) throws IOException {
        made.push(Files.createDirectory(directory));
        return directory;
    }
}
