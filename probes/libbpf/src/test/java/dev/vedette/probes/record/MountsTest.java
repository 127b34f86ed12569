package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told of mounts, roots, namespaces and frozen groups; all in namespaces and groups of the test's own. */
@RequiresBpf
class MountsTest {
    private static final long TMPFS_MAGIC = 0x01021994;
    private static final long MS_BIND = 4096;
    private static final long NO_SUCH_FILE = 2;

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of(
            "mount",
            "umount",
            "pivot_root",
            "chroot",
            "move_mount",
            "fsmount",
            "fsconfig",
            "open_tree",
            "mount_setattr",
            "setns",
            "unshare",
            "sched_process_fork",
            "cgroup_mkdir",
            "cgroup_freeze",
            "cgroup_unfreeze");

    @TempDir
    Path folder;

    @Test
    void tellsWhereAMountReallyStandsWhateverTheCallNamed() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        long inode = (long) Files.getAttribute(real, "unix:ino");
        try (LibcThread thread = LibcThread.withOwnMounts()) {
            thread.run(() -> LibcCalls.call("mount", "none", link.toString(), "tmpfs", 0, 0));
        }

        MountRecord mount = mount(record -> record.place().inode() == inode);

        assertThat(mount.target()).isEqualTo(real.toString());
        assertThat(mount.place().path()).isEqualTo(real.toString());
        assertThat(mount.superMagic()).isEqualTo(TMPFS_MAGIC);
        assertThat(mount.type()).isEqualTo("tmpfs");
        assertThat(mount.operation()).isEqualTo(MountRecord.NEW);
    }

    @Test
    void tellsABindWithWhatIsSeenThroughIt() throws Exception {
        Path from = Files.createDirectory(folder.resolve("from"));
        Path to = Files.createDirectory(folder.resolve("to"));
        shell("unshare --mount mount --bind " + from + " " + to);

        MountRecord bind = mount(record -> record.target().equals(to.toString()) && (record.flags() & MS_BIND) != 0);

        assertThat(bind.source()).isEqualTo(from.toString());
        assertThat(bind.superMagic()).isNotZero();
        assertThat(bind.place().inode()).isEqualTo(Files.getAttribute(to, "unix:ino"));
    }

    @Test
    void tellsAnUnmountAndAChangeOfTheRoot() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        shell("unshare --mount sh -ec 'mount -t tmpfs none " + place + "; umount " + place + "'; chroot " + folder
                + " /none");

        MountRecord umount = mount(record ->
                record.operation() == MountRecord.UMOUNT && record.target().equals(place.toString()));
        MountRecord chroot = mount(record ->
                record.operation() == MountRecord.CHROOT && record.target().equals(folder.toString()));

        assertThat(umount.result()).isZero();
        assertThat(chroot.result()).isZero();
        assertThat(chroot.place().inode()).isEqualTo(Files.getAttribute(folder, "unix:ino"));
    }

    @Test
    void tellsANewRootByItsObject() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        shell("unshare --mount sh -ec 'mount -t tmpfs none " + root + "; mkdir " + root + "/old; cd " + root
                + "; pivot_root . old'");

        MountRecord pivot = mount(record -> record.operation() == MountRecord.PIVOT_ROOT && record.result() == 0);

        assertThat(pivot.place().superMagic()).isEqualTo(TMPFS_MAGIC);
        assertThat(pivot.place().known()).isTrue();
    }

    @Test
    void tellsARefusedMountWithItsResultAndThatItsTextsAreTheCallers() {
        String nowhere = folder + "/nowhere";
        assertThat(LibcCalls.tried("mount", "none", nowhere, "tmpfs", 0, "size=4k"))
                .isNegative();

        MountRecord refused = mount(record -> record.target().equals(nowhere));

        assertThat(refused.result()).isEqualTo(-NO_SUCH_FILE);
        assertThat(refused.options()).isEqualTo("size=4k");
        assertThat(refused.place().known()).isFalse();
    }

    @Test
    void tellsUserAndMountNamespacesOfOneCallAtOnce() throws Exception {
        shell("unshare --mount --user true");

        NamespaceRecord unshared = watching.first(
                NamespaceRecord.class,
                record -> record.operation() == NamespaceRecord.UNSHARE
                        && record.before().user() != record.after().user());

        assertThat(unshared.result()).isZero();
        assertThat(unshared.after().mount()).isNotEqualTo(unshared.before().mount());
    }

    @Test
    void tellsACloneOfATreeAndWhereItIsPut() throws Exception {
        Path from = Files.createDirectory(folder.resolve("tree"));
        Path to = Files.createDirectory(folder.resolve("put"));
        try (LibcThread thread = LibcThread.withOwnMounts()) {
            thread.run(() -> {
                long tree = LibcCalls.call("syscall", 428, LibcCalls.AT_FDCWD, from.toString(), 1);
                LibcCalls.call("syscall", 429, tree, "", LibcCalls.AT_FDCWD, to.toString(), 4);
                LibcCalls.call("close", tree);
            });
        }

        MountRecord tree = mount(record ->
                record.operation() == MountRecord.OPEN_TREE && record.place().inode() == inode(from));
        MountRecord moved = mount(record -> record.operation() == MountRecord.NEW
                && record.api() == MountRecord.DESCRIPTORS
                && record.place().inode() == inode(to));

        assertThat(tree.superMagic()).isEqualTo(moved.superMagic());
        assertThat(moved.target()).isEqualTo(to.toString());
    }

    @Test
    void tellsWhoFreezesAGroup() throws Exception {
        try (TestGroups groups = new TestGroups()) {
            Path group = groups.make("frozen");
            shell("echo 1 > " + group + "/cgroup.freeze; echo 0 > " + group + "/cgroup.freeze");
            long id = TestGroups.id(group);

            CgroupRecord frozen = watching.first(
                    CgroupRecord.class, record -> record.operation() == CgroupRecord.FREEZE && record.cgroupId() == id);
            watching.first(
                    CgroupRecord.class,
                    record -> record.operation() == CgroupRecord.UNFREEZE && record.cgroupId() == id);

            assertThat(frozen.path()).endsWith(group.getFileName().toString());
            assertThat(frozen.header().comm()).isEqualTo("sh");
        }
    }

    private static long inode(Path path) {
        try {
            return (long) Files.getAttribute(path, "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MountRecord mount(Predicate<MountRecord> fits) {
        return watching.first(MountRecord.class, fits);
    }

    private static void shell(String script) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", script).inheritIO().start().waitFor();
    }
}
