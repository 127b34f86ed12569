package dev.vedette.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real file system of four megabytes that is really full. */
@Timeout(180)
class FullDiskTest {
    private static final String TOKEN = "disk-token";

    @TempDir
    Path folder;

    private final NodeFindings findings = new NodeFindings();
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root may mount the small disk this test fills");
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4m", "vedette-test", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void showsFindingsThatCannotBeStoredAndStoresThemOnceThereIsSpace() throws Exception {
        try (ConsoleServer console = started();
                ConnectedNode node = new ConnectedNode(NodeFindings.NODE, console.feedPort(), TOKEN);
                Chromium chromium = new Chromium(folder.resolve("profile"), ColorScheme.LIGHT, 1280, 800)) {
            Page page = chromium.context().newPage();
            page.navigate(console.signInLink().toString());
            page.locator(".views a[href='#findings']").click();
            assertThat(page.locator(".node-chip")).containsText(NodeFindings.NODE);
            Path filler = fill();

            node.find(findings.corePattern("unstored"));
            assertThat(page.locator(".row")).containsText("core_pattern");
            assertThat(page.locator("#banners")).containsText("Not stored");
            page.locator(".row").click();
            assertThat(page.locator("#detail h2")).containsText("core_pattern");

            Files.delete(filler);
            assertThat(page.locator("#banners")).not().containsText("Not stored");
            assertThat(node.awaitDelivered()).isTrue();
        }
    }

    private ConsoleServer started() throws Exception {
        ConsoleServer console =
                new ConsoleServer(ConsoleSettings.local(disk, TOKEN).withPorts(0, 0));
        console.start();
        return console;
    }

    /** Takes every byte that is left. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        for (int piece : List.of(1 << 16, 1 << 12, 1)) {
            try (OutputStream out = Files.newOutputStream(
                    filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[piece]);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }
        return filler;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
