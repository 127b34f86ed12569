package dev.vedette.sensor.posture.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.PageCacheDiffers;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureLook;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system on a loop device whose blocks are changed beneath a file that is cached: to the page cache this is
 * what Dirty Pipe and its kin do, with the honest content in memory and the other one on the disk.
 */
class PageCacheCheckTest {
    private static final CLibrary LIBC = CLibrary.load();
    private static final String HONEST = "honest content of a privileged file ";
    private static final String OTHER_ = "forged content of a privileged file ";

    @TempDir
    Path folder;

    private Path image;
    private Path mounted;
    private final List<String> undo = new ArrayList<>();

    @BeforeEach
    void mount() throws Exception {
        image = folder.resolve("disk.img");
        mounted = Files.createDirectory(folder.resolve("mounted"));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image.toString());
        String loop = run("losetup", "-f", "--show", image.toString()).strip();
        undo.add("losetup -d " + loop);
        run("mount", "-o", "noatime", loop, mounted.toString());
        undo.add("umount " + mounted);
    }

    @AfterEach
    void unmount() throws Exception {
        Collections.reverse(undo);
        for (String command : undo) {
            run(command.split(" ", -1));
        }
    }

    @Test
    void aFileThatReadsOtherwiseFromMemoryThanFromItsDiskIsFoundAndHealed() throws Exception {
        Path su = writeAndCache("su", HONEST.repeat(400));
        Path beside = writeAndCache("beside", "untouched ".repeat(100));
        forgeOnDisk();
        assertThat(Files.readString(su)).startsWith(HONEST);

        PostureLook look = look("/su", "/beside");

        assertThat(look.facts()).singleElement().isInstanceOfSatisfying(PageCacheDiffers.class, found -> {
            assertThat(found.path()).isEqualTo("/su");
            assertThat(found.how()).isEqualTo("O_DIRECT");
            assertThat(found.cachedSha256()).isNotEqualTo(found.diskSha256());
            assertThat(found.gone()).isTrue();
        });
        assertThat(Files.readString(su)).startsWith(OTHER_);
        assertThat(Files.readString(beside)).startsWith("untouched");
        assertThat(look("/su", "/beside").facts()).isEmpty();
    }

    @Test
    void aChangeOfOneByteIsFoundAndAMappedFileIsNotTakenForHealed() throws Exception {
        Path su = writeAndCache("su", HONEST.repeat(400));
        try (var channel = java.nio.channels.FileChannel.open(su);
                var arena = java.lang.foreign.Arena.ofConfined()) {
            var map = channel.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            assertThat(map.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'h');
            replaceOnDisk(HONEST.substring(0, 6), "Honest");

            assertThat(look("/su").facts())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            PageCacheDiffers.class,
                            found -> assertThat(found.gone()).isFalse());
            assertThat(map.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'h');
        }
    }

    @Test
    void honestWritesAreNeverTold() throws Exception {
        Path su = writeAndCache("su", HONEST.repeat(40));
        Files.writeString(su, "another version ".repeat(50));

        assertThat(look("/su").facts()).isEmpty();
        assertThat(look("/su").problems()).isEmpty();
    }

    @Test
    void thisMachinesPrivilegedFilesAreJudgedAndWell() {
        PostureLook look = new PostureLook(NodeRoot.own(), 1);

        List<String> files = PrivilegedFiles.of(NodeRoot.own());
        new PageCacheCheck(LIBC).look(look);

        assertThat(files).contains("/usr/bin/su", "/etc/passwd").anyMatch(path -> path.endsWith("/libc.so.6"));
        assertThat(look.facts()).isEmpty();
    }

    private PostureLook look(String... paths) {
        PostureLook look = new PostureLook(new NodeRoot(mounted), 1);
        new PageCacheCheck(LIBC, root -> List.of(paths)).look(look);
        return look;
    }

    private Path writeAndCache(String name, String content) throws Exception {
        Path file = Files.writeString(mounted.resolve(name), content);
        run("sync", "-f", file.toString());
        assertThat(Files.readString(file)).isEqualTo(content);
        return file;
    }

    private void forgeOnDisk() throws IOException {
        replaceOnDisk(HONEST, OTHER_);
    }

    private void replaceOnDisk(String from, String to) throws IOException {
        byte[] disk = Files.readAllBytes(image);
        String text = new String(disk, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from);
        assertThat(at).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(at);
            file.write(to.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output;
    }
}
