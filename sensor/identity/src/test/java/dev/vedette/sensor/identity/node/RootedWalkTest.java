package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths of another root must mean what they mean there, and never lead out. */
class RootedWalkTest {
    @TempDir
    Path outside;

    private Path root;

    @BeforeEach
    void makeARoot() throws IOException {
        root = Files.createDirectory(outside.resolve("root"));
        Files.writeString(outside.resolve("secret"), "not of the container");
        Files.createDirectories(root.resolve("etc/deep"));
        Files.writeString(root.resolve("etc/passwd"), "x");
        link("absolute", "/etc/passwd");
        link("relative", "etc/../etc/deep");
        link("out", "../secret");
        link("farOut", outside.resolve("secret").toString());
        link("loop", "loop");
        link("etc/up", "../../../../secret");
    }

    @Test
    void followsLinksFromTheRootOfWhoSeesThem() {
        assertThat(find("/absolute", true)).contains(root.resolve("etc/passwd"));
        assertThat(find("/relative/../passwd", true)).contains(root.resolve("etc/passwd"));
        assertThat(find("//etc/./passwd", true)).contains(root.resolve("etc/passwd"));
    }

    @Test
    void leavesALastLinkAloneWhereTheCallDoes() {
        assertThat(find("/absolute", false)).contains(root.resolve("absolute"));
        assertThat(find("/relative/../passwd", false)).contains(root.resolve("etc/passwd"));
    }

    @Test
    void neverLeadsOutOfTheRoot() {
        assertThat(find("/../secret", true)).contains(root.resolve("secret"));
        assertThat(find("/out", true)).contains(root.resolve("secret"));
        assertThat(find("/etc/up", true)).contains(root.resolve("secret"));
        assertThat(find("/farOut", true).orElseThrow()).startsWithRaw(root);
        assertThat(find("/etc/../../../secret", true)).contains(root.resolve("secret"));
    }

    @Test
    void givesUpOnLoopsAndOnWhatIsNoPath() {
        assertThat(find("/loop", true)).isEmpty();
        assertThat(find("/a\0b", true)).isEmpty();
    }

    @Test
    void seesThisProcessesOwnFilesThroughItsRoot() throws IOException {
        Path file = Files.writeString(outside.resolve("own"), "x");
        int self = (int) ProcessHandle.current().pid();

        var found = new ProcNode().fileOf(self, file.toString(), true).orElseThrow();

        assertThat(found.inode()).isEqualTo(NodeFiles.inode(file));
        assertThat(found.path()).isEqualTo(file.toRealPath().toString());
        assertThat(new ProcNode().fileOf(self, "/", true).orElseThrow().path()).isEqualTo("/");
        assertThat(new ProcNode().fileOf(self, "/no/such/file", true)).isEmpty();
    }

    private Optional<Path> find(String path, boolean followLast) {
        return RootedWalk.find(root, path, followLast);
    }

    private void link(String name, String text) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(text));
    }
}
