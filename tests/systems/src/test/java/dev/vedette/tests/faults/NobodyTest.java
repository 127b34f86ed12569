package dev.vedette.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.tests.faults.Program.Said;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ShortFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The program run by a user who may do nothing: each refusal is one sentence with its place and the way out. */
@OnRealContainers
class NobodyTest {
    private static Path folder;
    private static Program program;

    /** Not a folder of JUnit's, which nobody else may enter. */
    @BeforeAll
    static void prepare() throws Exception {
        folder = Files.createTempDirectory("vedette-nobody");
        program = new Program(folder);
    }

    @AfterAll
    static void remove() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void doctorSaysWhichFilesAndFoldersMayNotBeReadAndJudgesTheRest() throws Exception {
        Path root = folder.resolve("root");
        write(root, "proc/sys/kernel/osrelease", "6.1.50\n");
        close(write(root, "etc/containerd/config.toml", "version = 2\n"));
        close(write(root, "var/lib/kubelet/config.yaml", "{}\n").getParent());
        close(write(root, "etc/crio/crio.conf.d/10-cgroups.conf", "[crio]\n").getParent());
        write(root, "etc/crio/crio.conf", "[crio]\n");

        Said said = program.runAsNobody(
                "doctor", "--look-at", "posture", "--root", root.toString(), "--state", folder + "/none");

        assertThat(said.out())
                .contains(
                        "VDT-7001  kernel 6.1.50 has CVE-2024-1086",
                        "/etc/containerd/config.toml: it may not be read by this user",
                        "/var/lib/kubelet/config.yaml: it may not be read by this user",
                        "/etc/crio/crio.conf.d: this folder may not be read by this user");
        assertThat(said.exit()).isZero();
        assertThat(said.showsInternals()).isFalse();
    }

    @Test
    void aRealRuntimesSocketThatIsClosedIsToldApartFromOneThatIsGone() throws Exception {
        try (ShortFolder home = ShortFolder.make();
                PrivateContainerd containerd = PrivateContainerd.start(home.resolve("c"))) {
            String socket = containerd.endpoint().socket().toString();

            Said images = program.runAsNobody("images", "--runtime", socket, "--state", folder + "/none");

            assertThat(images.exit()).isEqualTo(2);
            assertThat(images.all())
                    .contains("this user may not connect to " + socket, "run as root or as a member of the socket's");
            assertThat(images.showsInternals()).isFalse();
        }
    }

    @Test
    void theSensorSaysInOneLineWhatItLacks() throws Exception {
        Said said = program.runAsNobody("sensor", "--state", folder + "/none");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("vedette: ").contains("root"));
    }

    private static Path write(Path root, String path, String content) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void close(Path file) throws Exception {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }
}
