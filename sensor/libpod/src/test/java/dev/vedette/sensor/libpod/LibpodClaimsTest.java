package dev.vedette.sensor.libpod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What users may write into their own stores, and what comes of it. */
@Timeout(120)
class LibpodClaimsTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final long ROOT = 0;
    private static final long SOMEBODY = 65_534;
    private static final String SPEC = """
            {"annotations": {"io.container.manager": "libpod"}, "process": {"user": {"uid": 7}}}""";

    @TempDir
    private Path node;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private Path bundle(String storage) throws IOException {
        return Files.createDirectories(node.resolve(storage).resolve("overlay-containers/" + ID + "/userdata"));
    }

    private LibpodState state() {
        LibpodState state = new LibpodState(node, Path.of("/proc"), Clock.systemUTC());
        state.look();
        return state;
    }

    @Test
    @EnabledIf("isRoot")
    void rootsStoreIsBelievedWithoutARunningMonitor() throws IOException {
        Files.writeString(bundle("var/lib/containers/storage").resolve("config.json"), SPEC);
        assertThat(state().container(ID)).isPresent();
    }

    @Test
    @EnabledIf("isRoot")
    void aUserCannotSpeakOfAContainerThatIsNotHis() throws IOException {
        Path home = node.resolve("home/mallory");
        Files.writeString(bundle("home/mallory/.local/share/containers/storage").resolve("config.json"), SPEC);
        try (var all = Files.walk(home)) {
            all.forEach(LibpodClaimsTest::giveAway);
        }
        Files.createDirectories(node.resolve("etc"));
        Files.writeString(
                node.resolve("etc/passwd"), "mallory:x:" + SOMEBODY + ":" + SOMEBODY + "::/home/mallory:/bin/sh\n");
        LibpodState state = state();
        assertThat(state.isUsed()).isTrue();
        assertThat(state.container(ID)).isEmpty();
    }

    @Test
    @EnabledIf("isRoot")
    void aStoreOfAnotherUserInSomebodysHomeIsLeftOut() throws IOException {
        Files.writeString(bundle("home/alice/.local/share/containers/storage").resolve("config.json"), SPEC);
        Files.createDirectories(node.resolve("etc"));
        Files.writeString(node.resolve("etc/passwd"), "alice:x:1000:1000::/home/alice:/bin/sh\n");
        assertThat(state().isUsed()).isFalse();
    }

    @Test
    void whatCriOKeepsInTheSamePlaceIsLeftToIt() throws IOException {
        Path file = bundle("s").resolve("config.json");
        Files.writeString(file, SPEC.replace("libpod", "cri-o"));
        long owner = OwnedFiles.ownerOf(file).orElseThrow();
        LibpodStore store = new LibpodStore(node.resolve("s/overlay-containers"), owner, new OwnedFiles());
        assertThat(store.container(ID, Optional.empty())).isEmpty();
    }

    @Test
    void whatIsHalfWrittenSaysNothing() throws IOException {
        Path file = bundle("s").resolve("config.json");
        Files.writeString(file, SPEC.substring(0, 40));
        long owner = OwnedFiles.ownerOf(file).orElseThrow();
        LibpodStore store = new LibpodStore(node.resolve("s/overlay-containers"), owner, new OwnedFiles());
        assertThat(store.container(ID, Optional.empty())).isEmpty();
        Files.writeString(node.resolve("s/overlay-containers/containers.json"), "[{\"id\": \"" + ID);
        assertThat(store.all(Map.of())).isEmpty();
    }

    @Test
    void aPipeInAFilesPlaceMakesNobodyWait() throws Exception {
        Path pipe = node.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(new OwnedFiles().read(pipe, OwnedFiles.ownerOf(pipe).orElseThrow(), 100))
                .isEmpty();
    }

    @Test
    void aLinkIsNotFollowedAndALongFileNotRead() throws IOException {
        Path file = Files.writeString(node.resolve("file"), "content");
        Path link = Files.createSymbolicLink(node.resolve("link"), file);
        long owner = OwnedFiles.ownerOf(file).orElseThrow();
        OwnedFiles files = new OwnedFiles();
        assertThat(files.read(file, owner, 7)).isPresent();
        assertThat(files.read(file, owner, 6)).isEmpty();
        assertThat(files.read(file, owner + 1, 7)).isEmpty();
        assertThat(files.read(link, owner, 7)).isEmpty();
    }

    @Test
    void aMonitorIsKnownByItsArgumentsAndNotByItsName() {
        String bundle = "/s/overlay-containers/" + ID + "/userdata";
        Conmon conmon = Conmon.parse(
                        5, ROOT, List.of("anything", "-c", ID, "-n", "web", "-b", bundle, "-p", "/run/x/pidfile"))
                .orElseThrow();
        assertThat(conmon.name()).isEqualTo("web");
        assertThat(conmon.pidFile()).isEqualTo(Path.of("/run/x/pidfile"));
        assertThat(Conmon.parse(5, ROOT, List.of("conmon", "-c", ID, "-b", "/etc")))
                .isEmpty();
        assertThat(Conmon.parse(5, ROOT, List.of("conmon", "-c", "x", "-b", bundle)))
                .isEmpty();
        assertThat(Conmon.parse(5, ROOT, List.of("conmon", "--exit-command-arg", "-c", "--exit-command-arg", ID)))
                .isEmpty();
        assertThat(Conmon.parse(5, ROOT, List.of("conmon", "-c", ID, "-b", bundle + "/../../../../etc")))
                .isEmpty();
    }

    private static void giveAway(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", (int) SOMEBODY);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
