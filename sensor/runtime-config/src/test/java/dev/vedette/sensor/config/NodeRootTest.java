package dev.vedette.sensor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRootTest {
    @TempDir
    Path folder;

    @Test
    void namesAPathAsTheNodeHasItWithoutLinks() throws Exception {
        Files.createDirectories(folder.resolve("usr/share/zoneinfo"));
        Files.createDirectories(folder.resolve("etc"));
        Files.createSymbolicLink(folder.resolve("etc/localtime"), Path.of("/usr/share/zoneinfo/UTC"));
        Files.createSymbolicLink(folder.resolve("zones"), Path.of("usr/share/zoneinfo"));
        NodeRoot node = new NodeRoot(folder);

        assertThat(node.withoutLinks("/etc/localtime")).isEqualTo("/usr/share/zoneinfo/UTC");
        assertThat(node.withoutLinks("/zones/../x")).isEqualTo("/usr/share/x");
        assertThat(node.withoutLinks("/none/below")).isEqualTo("/none/below");
        assertThat(node.withoutLinks("/")).isEqualTo("/");
        assertThat(node.resolve("/etc/localtime")).isEqualTo(folder.resolve("usr/share/zoneinfo/UTC"));
    }

    @Test
    void followsTheLinksOfItsOwnRootToo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("there"));

        assertThat(NodeRoot.own().withoutLinks(link.toString()))
                .isEqualTo(folder.toRealPath().resolve("there").toString());
    }
}
