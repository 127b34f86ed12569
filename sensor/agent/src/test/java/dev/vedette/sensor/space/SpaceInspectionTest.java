package dev.vedette.sensor.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.policy.model.SpaceShortage.What;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.posture.kernel.CLibrary;
import dev.vedette.sensor.posture.kernel.FileSystemSpace;
import dev.vedette.sensor.posture.kernel.FolderUse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of 32 MiB and 200 files; needs root. */
class SpaceInspectionTest {
    private static final int MIB = 1 << 20;
    private static final long DEVICE = 7;
    private static final Container SHOP = Container.pending("shop");
    private static final Container BATCH = Container.pending("batch");

    private static final CLibrary LIBC = CLibrary.load();

    @TempDir
    static Path outside;

    private final Path mounted = outside.resolve("fs");
    private final List<SpaceShortage> told = new ArrayList<>();
    private final SpaceInspection inspection = new SpaceInspection(
            at -> at.equals("/var/lib") ? FileSystemSpace.of(LIBC, mounted) : Optional.empty(),
            folder -> FolderUse.of(LIBC, Path.of(folder)),
            new EpochClock(() -> Instant.ofEpochSecond(7)));
    private long nanos = 12_345;

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectories(mounted);
        run("mount", "-t", "tmpfs", "-o", "size=32m,nr_inodes=200", "none", mounted.toString());
        for (String folder : List.of("shop", "batch", "both")) {
            Files.createDirectory(mounted.resolve(folder));
        }
        write("both/old", 27);
        look();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mounted.toString());
    }

    @Test
    void namesWhoseFilesFillIt() throws IOException {
        write("batch/data", 3);
        look();

        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.what()).isEqualTo(What.SPACE);
            assertThat(shortage.container()).isEqualTo(BATCH);
            assertThat(shortage.growth().getFirst().grew()).isEqualTo(3 * MIB);
            assertThat(shortage.fileSystem()).isEqualTo("/var/lib");
            assertThat(shortage.writers()).containsExactly("batch", "shop");
        });
    }

    @Test
    void namesWhoseFilesTakeTheInodes() throws IOException {
        for (int i = 0; i < 165; i++) {
            Files.createFile(mounted.resolve("shop/" + i));
        }
        look();
        for (int i = 165; i < 185; i++) {
            Files.createFile(mounted.resolve("shop/" + i));
        }
        look();

        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.what()).isEqualTo(What.INODES);
            assertThat(shortage.container()).isEqualTo(SHOP);
        });
    }

    @Test
    void doesNotBlameALongFileWithNothingInIt() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(mounted.resolve("shop/long").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        write("batch/data", 3);
        look();
        assertThat(told)
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.container()).isEqualTo(BATCH));
    }

    @Test
    void blamesNobodyForWhatSeveralWriteTo() throws IOException {
        write("both/data", 3);
        look();
        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.doing()).isEqualTo(Doing.UNKNOWN);
            assertThat(shortage.container()).isEqualTo(Container.HOST);
        });
    }

    @Test
    void blamesNobodyForAFileThatWasDeletedWhileOpen() throws IOException {
        Path deleted = mounted.resolve("shop/deleted");
        try (RandomAccessFile file = new RandomAccessFile(deleted.toFile(), "rw")) {
            file.write(new byte[3 * MIB]);
            Files.delete(deleted);
            look();
        }
        assertThat(told)
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.doing()).isEqualTo(Doing.UNKNOWN));
    }

    @Test
    void countsNothingOfAnotherFileSystemThatIsMountedBelow() throws Exception {
        Path below = Files.createDirectory(mounted.resolve("shop/below"));
        run("mount", "-t", "tmpfs", "-o", "size=8m", "none", below.toString());
        try {
            look();
            Files.write(below.resolve("data"), new byte[4 * MIB]);
            write("batch/data", 3);
            look();
        } finally {
            run("umount", below.toString());
        }
        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.container()).isEqualTo(BATCH);
            assertThat(shortage.growth()).hasSize(1);
        });
    }

    private void look() {
        nanos += TimeUnit.SECONDS.toNanos(10);
        told.addAll(inspection.look(
                nanos,
                List.of(
                        new SpaceInspection.Writer(SHOP, List.of(place("shop"), place("both"))),
                        new SpaceInspection.Writer(BATCH, List.of(place("batch"), place("both")))),
                device -> device == DEVICE ? Optional.of("/var/lib") : Optional.empty()));
    }

    private WrittenPlace place(String folder) {
        return new WrittenPlace(DEVICE, "/" + folder, mounted.resolve(folder).toString());
    }

    private void write(String name, int mib) throws IOException {
        Files.write(mounted.resolve(name), new byte[mib * MIB]);
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
