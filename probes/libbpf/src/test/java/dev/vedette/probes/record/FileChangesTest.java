package dev.vedette.probes.record;

import static dev.vedette.probes.record.LibcCalls.AT_FDCWD;
import static dev.vedette.probes.record.LibcCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.FailureCount;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told of files that are changed by a name or a descriptor, without being opened for it. */
@RequiresBpf
class FileChangesTest {
    private static final int O_RDWR = 2;
    private static final int RENAME_EXCHANGE = 2;
    private static final int SET_USER_ID = 04755;
    private static final int KEEP_SIZE = 1;

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of("file_open", "file_change", "file_range")
            .prepared(probes -> {
                probes.watchName("watched-here");
                probes.watchName("short");
            });

    @TempDir
    Path folder;

    @Test
    void tellsARemovedFileAndFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("gone"), "x");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        shell("rm " + file + "; rmdir " + inner);

        assertThat(named(changed(FileChangeRecord.UNLINK))).isEqualTo(file.toString());
        assertThat(named(changed(FileChangeRecord.RMDIR))).isEqualTo(inner.toString());
    }

    @Test
    void tellsARenameWithBothNamesFromWhereRelativeOnesBegin() throws Exception {
        Files.writeString(folder.resolve("old"), "x");
        Files.createDirectory(folder.resolve("inner"));
        shell("cd " + folder + "; mv old inner/new");

        FileChangeRecord rename = changed(FileChangeRecord.RENAME);

        assertThat(named(rename)).isEqualTo(folder + "/old");
        assertThat(rename.otherPath()).isEqualTo(folder + "/inner/new");
        assertThat(rename.result()).isZero();
        assertThat(rename.raceable()).isFalse();
    }

    @Test
    void tellsTheFlagsOfARename() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "x");
        Path two = Files.writeString(folder.resolve("two"), "x");
        call("renameat2", AT_FDCWD, one.toString(), AT_FDCWD, two.toString(), RENAME_EXCHANGE);

        assertThat(changed(FileChangeRecord.RENAME).value()).isEqualTo(RENAME_EXCHANGE);
    }

    @Test
    void tellsLinksWithWhatTheyLeadTo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        shell("ln " + file + " " + folder + "/hard; cd " + folder + "; ln -s ../somewhere/secret soft");

        FileChangeRecord link = changed(FileChangeRecord.LINK);
        FileChangeRecord symlink = changed(FileChangeRecord.SYMLINK);

        assertThat(named(link)).isEqualTo(file.toString());
        assertThat(link.otherPath()).isEqualTo(folder + "/hard");
        assertThat(named(symlink)).isEqualTo(folder + "/soft");
        assertThat(symlink.otherPath()).isEqualTo("../somewhere/secret");
    }

    @Test
    void tellsModeAndOwnerByNameAndByDescriptor() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        shell("chmod 4755 " + file + "; chown 12:34 " + file);

        FileChangeRecord mode = changed(FileChangeRecord.CHMOD);
        assertThat(named(mode)).isEqualTo(file.toString());
        assertThat(mode.value() & 07777).isEqualTo(SET_USER_ID);
        assertThat(changed(FileChangeRecord.CHOWN).value()).isEqualTo(12 | 34L << 32);

        watching.forget();
        long descriptor = call("open", file.toString(), 0);
        call("fchmod", descriptor, 06711);
        call("close", descriptor);
        FileChangeRecord through = changed(FileChangeRecord.CHMOD);
        assertThat(through.file().path()).isEqualTo(file.toString());
        assertThat(through.file().inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(through.value() & 07777).isEqualTo(06711);
    }

    @Test
    void tellsTheNameOfAnAttribute() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        call("setxattr", file.toString(), "user.vedette", "1", 1, 0);
        long descriptor = call("open", file.toString(), 0);
        call("fremovexattr", descriptor, "user.vedette");
        call("close", descriptor);

        FileChangeRecord set = changed(FileChangeRecord.SET_XATTR);
        FileChangeRecord removed = changed(FileChangeRecord.REMOVE_XATTR);

        assertThat(named(set)).isEqualTo(file.toString());
        assertThat(set.otherPath()).isEqualTo("user.vedette");
        assertThat(removed.otherPath()).isEqualTo("user.vedette");
        assertThat(removed.file().inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void tellsACutFile() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "line");
        watching.forget();
        call("truncate", file.toString(), 2);

        FileChangeRecord cut = changed(FileChangeRecord.TRUNCATE);
        assertThat(named(cut)).isEqualTo(file.toString());
        assertThat(cut.value()).isIn(2L, -1L);
    }

    @Test
    void tellsADeviceNode() throws Exception {
        Path node = folder.resolve("node");
        shell("mknod " + node + " c 1 3");

        FileChangeRecord made = changed(FileChangeRecord.MKNOD);
        assertThat(named(made)).isEqualTo(node.toString());
        assertThat(made.value()).isEqualTo(1 << 20 | 3);
    }

    @Test
    void leavesChangesThroughADescriptorToTheOpeningThatWasTold() throws Exception {
        Path file = folder.resolve("written");
        shell("truncate -s 9 " + file + "; fallocate -l 4096 " + file + "; chmod 4700 " + file);

        changed(FileChangeRecord.CHMOD);
        assertThat(watching.ofKind(FileOpenRecord.class))
                .anySatisfy(open -> assertThat(open.file().path()).isEqualTo(file.toString()));
        assertThat(watching.ofKind(FileChangeRecord.class))
                .filteredOn(this::isHere)
                .noneMatch(change -> change.operation() == FileChangeRecord.TRUNCATE
                        || change.operation() == FileChangeRecord.FALLOCATE);
    }

    @Test
    void tellsChangesThroughADescriptorWhoseOpeningWasNotSeen() throws Exception {
        Path file = Files.writeString(folder.resolve("given"), "x");
        Path source = Files.writeString(folder.resolve("source"), "some text");
        long descriptor = call("open", file.toString(), O_RDWR);
        long input = call("open", source.toString(), 0);
        try (KernelProbes later = watching.another()) {
            Watching seen = new Watching(later);
            call("fallocate", descriptor, KEEP_SIZE, 0, 4096);
            call("ftruncate", descriptor, 3);
            call("copy_file_range", input, 0, descriptor, 0, 4, 0);

            FileChangeRecord allocated = changed(seen, FileChangeRecord.FALLOCATE);
            FileChangeRecord cut = changed(seen, FileChangeRecord.TRUNCATE);
            FileChangeRecord copied = changed(seen, FileChangeRecord.COPY_RANGE);

            assertThat(allocated.value()).isEqualTo(KEEP_SIZE);
            assertThat(cut.file().path()).isEqualTo(file.toString());
            assertThat(copied.file().path()).isEqualTo(file.toString());
            assertThat(copied.other().path()).isEqualTo(source.toString());
        } finally {
            call("close", descriptor);
            call("close", input);
        }
    }

    @Test
    void tellsManyRemovalsInOneFolderOnceAndCountsTheRest() throws Exception {
        for (int i = 0; i < 6; i++) {
            Files.writeString(folder.resolve("many" + i), "x");
        }
        long before = repeats();
        shell("rm " + folder + "/many*; chmod 4700 " + folder);

        changed(FileChangeRecord.CHMOD);
        assertThat(watching.ofKind(FileChangeRecord.class))
                .filteredOn(change -> change.operation() == FileChangeRecord.UNLINK && isHere(change))
                .hasSize(1);
        assertThat(repeats() - before).isGreaterThanOrEqualTo(5);
    }

    @Test
    void tellsEachChangeOfAWatchedNameAmongMany() throws Exception {
        for (String name : new String[] {"a", "b", "watched-here", "short"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        shell("cd " + folder + "; rm a b watched-here short");

        FileChangeRecord removed =
                watching.first(FileChangeRecord.class, change -> named(change).endsWith("/watched-here"));
        watching.first(FileChangeRecord.class, change -> named(change).endsWith("/short"));
        assertThat(removed.operation()).isEqualTo(FileChangeRecord.UNLINK);
        assertThat(watching.ofKind(FileChangeRecord.class))
                .filteredOn(change -> change.operation() == FileChangeRecord.UNLINK && isHere(change))
                .hasSize(3);
    }

    @Test
    void tellsALinkThatLeadsToAWatchedNameAmongMany() throws Exception {
        shell("cd " + folder + "; ln -s x one; ln -s y two; ln -s /etc/watched-here three");

        assertThat(named(watching.first(
                        FileChangeRecord.class, change -> change.otherPath().equals("/etc/watched-here"))))
                .isEqualTo(folder + "/three");
    }

    @Test
    void tellsEachSetUserIdAmongMany() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        shell("cd " + folder + "; chmod 600 a b; chmod u+s b c; chmod 700 a");

        watching.first(
                FileChangeRecord.class, change -> named(change).equals(folder + "/c") && (change.value() & 04000) != 0);
        watching.first(
                FileChangeRecord.class, change -> named(change).equals(folder + "/b") && (change.value() & 04000) != 0);
    }

    @Test
    void tellsReadingOfAWatchedFileUnderAnotherName() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "x");
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        watching.probes()
                .watchInode(KernelProbes.device(device), ((Number) Files.getAttribute(file, "unix:ino")).longValue());
        shell("cd " + folder + "; ln secret harmless; cat harmless > /dev/null");

        assertThat(opened(folder + "/harmless").requestedPath()).isEqualTo("harmless");
    }

    @Test
    void comparesTheBeginningOfALongWatchedName() throws Exception {
        String name = "a-name-of-more-than-thirty-one-letters-";
        watching.probes().watchName(name);
        Files.writeString(folder.resolve(name + "1"), "x");
        shell("cat < " + folder + "/" + name + "1 > /dev/null");

        opened(folder + "/" + name + "1");
    }

    @Test
    void tellsReadingOfAShortWatchedName() throws Exception {
        Files.writeString(folder.resolve("short"), "x");
        shell("cat < " + folder + "/short > /dev/null");

        opened(folder + "/short");
    }

    @Test
    void doesNotTellWhatFailed() throws Exception {
        shell("rm " + folder + "/none 2> " + folder + "/errors; chmod 4700 " + folder);

        changed(FileChangeRecord.CHMOD);
        assertThat(watching.ofKind(FileChangeRecord.class))
                .noneMatch(change -> change.operation() == FileChangeRecord.UNLINK && isHere(change));
    }

    /** Where the kernel's own name is not known, the caller's, from where it begins. */
    private static String named(FileChangeRecord change) {
        if (!change.file().path().isEmpty()) {
            return change.file().path();
        }
        return change.requestedPath().startsWith("/")
                ? change.requestedPath()
                : change.directory().path() + "/" + change.requestedPath();
    }

    private FileChangeRecord changed(int operation) {
        return changed(watching.watching(), operation);
    }

    private FileChangeRecord changed(Watching by, int operation) {
        return by.first(FileChangeRecord.class, change -> change.operation() == operation && isHere(change));
    }

    private static FileOpenRecord opened(String path) {
        return watching.first(
                FileOpenRecord.class,
                open -> open.file().path().equals(path)
                        && open.header().pid() != ProcessHandle.current().pid());
    }

    /** Other programs of this machine change files as well. */
    private boolean isHere(FileChangeRecord change) {
        return named(change).startsWith(folder.toString());
    }

    private static long repeats() {
        return watching.probes().failures().stream()
                .filter(failure ->
                        failure.reason().equals("REPEAT") && failure.place().startsWith("file_change"))
                .mapToLong(FailureCount::count)
                .sum();
    }

    private void shell(String script) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }
}
