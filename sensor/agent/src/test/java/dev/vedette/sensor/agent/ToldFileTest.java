package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.ToldFindings.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFileTest {
    private static final Told A = new Told("a", "1f", 10, false);
    private static final Told B = new Told("b", "2f", 20, true);
    private static final Told C = new Told("c", "3f", 30, false);

    @TempDir
    Path folder;

    @Test
    void whatWasToldIsThereAfterAStart() {
        tell("boot-1", 10, A, B);
        tell("boot-1", 10, C);

        try (ToldFile file = ToldFile.in(folder, "boot-1", 10)) {
            assertThat(file.earlier()).containsExactly(A, B, C);
        }
    }

    @Test
    void anotherBootBeginsAnew() {
        tell("boot-1", 10, A);

        try (ToldFile file = ToldFile.in(folder, "boot-2", 10)) {
            assertThat(file.earlier()).isEmpty();
        }
    }

    @Test
    void theLatestAreKept() {
        tell("boot-1", 2, A, B, C);

        try (ToldFile file = ToldFile.in(folder, "boot-1", 2)) {
            assertThat(file.earlier()).containsExactly(B, C);
        }
    }

    @Test
    void theFileStaysSmallHoweverMuchIsTold() throws IOException {
        try (ToldFile file = ToldFile.in(folder, "boot-1", 3)) {
            for (int i = 0; i < 1000; i++) {
                file.told(new Told("id-" + i, "0", i, false));
            }
            assertThat(Files.readAllLines(folder.resolve("told-findings"))).hasSizeLessThan(15);
        }
    }

    @Test
    void aLineThatACrashCutOffIsLeftOut() throws IOException {
        tell("boot-1", 10, A, B);
        Files.writeString(folder.resolve("told-findings"), "c 3f 3", StandardOpenOption.APPEND);

        try (ToldFile file = ToldFile.in(folder, "boot-1", 10)) {
            assertThat(file.earlier()).containsExactly(A, B);
        }
    }

    @Test
    void othersCannotReadIt() throws IOException {
        tell("boot-1", 10, A);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("told-findings"))))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAFolderFindingsAreStillTold() {
        try (ToldFile file = ToldFile.in(folder.resolve("absent"), "boot-1", 10)) {
            file.told(A);
            assertThat(file.earlier()).containsExactly(A);
        }
    }

    private void tell(String boot, int kept, Told... all) {
        try (ToldFile file = ToldFile.in(folder, boot, kept)) {
            for (Told one : all) {
                file.told(one);
            }
        }
    }
}
