package dev.vedette.sensor.identity.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.GroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hierarchy's directories, with a plain folder in their place: what is tested is which of them a path means. */
class CgroupTreeTest {
    @TempDir
    Path root;

    private Path own;
    private Path other;

    @BeforeEach
    void makeTwoPods() throws IOException {
        own = Files.createDirectories(root.resolve("kubepods/burstable/pod1/sensor"));
        other = Files.createDirectories(root.resolve("kubepods/besteffort/pod2/web"));
        Files.writeString(own.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");
        Files.writeString(other.resolve("cgroup.procs"), "1\n");
    }

    @Test
    void readsPathsFromTheNodesRoot() {
        assertThat(tree("/").idOf(List.of("3:pids:/x", "0::/kubepods/besteffort/pod2/web")))
                .isEqualTo(NodeFiles.inode(other));
    }

    @Test
    void readsPathsFromItsOwnGroupInACgroupNamespace() {
        CgroupTree tree = tree("/../../../..");
        assertThat(tree.idOf(List.of("0::/../../../besteffort/pod2/web"))).isEqualTo(NodeFiles.inode(other));
        assertThat(tree.idOf(List.of("0::/"))).isEqualTo(NodeFiles.inode(own));
    }

    @Test
    void listsAllGroupsEitherWay() {
        assertThat(tree("/../../../..").all())
                .extracting(SeenCgroup::path)
                .contains("/kubepods/burstable/pod1/sensor", "/kubepods/besteffort/pod2/web");
    }

    @Test
    void readsPathsOfAControllerOfVersionOneThatSharesItsHierarchy() {
        CgroupTree tree = new CgroupTree(
                GroupHierarchy.PIDS,
                List.of(
                        "29 25 0:26 / /elsewhere rw - cgroup cgroup rw,memory",
                        "30 25 0:27 / " + root + " rw - cgroup cgroup rw,xattr,cpu,pids",
                        "31 25 0:28 / /unused rw - cgroup2 cgroup2 rw"));
        assertThat(tree.idOf(List.of("9:memory:/x", "4:cpu,pids:/kubepods/besteffort/pod2/web", "0::/")))
                .isEqualTo(NodeFiles.inode(other));
        assertThat(tree.all()).extracting(SeenCgroup::path).contains("/kubepods/burstable/pod1/sensor");
    }

    /** A line of mountinfo as proc(5) describes it. */
    private CgroupTree tree(String mountRoot) {
        return new CgroupTree(
                GroupHierarchy.V2, List.of("30 25 0:27 " + mountRoot + " " + root + " ro,nosuid - cgroup2 cgroup2 rw"));
    }
}
