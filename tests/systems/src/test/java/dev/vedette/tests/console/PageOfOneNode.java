package dev.vedette.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.cli.ReplayJudge;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A console to which one node is connected, and its page in a real browser. */
abstract class PageOfOneNode {
    private static final String TOKEN = "page-token";
    private static final Path PICTURES = Path.of("target", "pictures");

    @TempDir
    Path folder;

    final NodeFindings findings = new NodeFindings();
    /** What the browser has complained of. */
    final List<String> complaints = new ArrayList<>();

    ConsoleServer console;
    ConnectedNode node;

    @BeforeEach
    void connect() throws Exception {
        Files.createDirectories(PICTURES);
        console = new ConsoleServer(ConsoleSettings.local(folder.resolve("console"), TOKEN)
                .withPorts(0, 0)
                .withRulePages(id -> Optional.of("# " + id + "\n\n## What it means\n\nA *page* with `code`.\n"))
                .withJudge(new ReplayJudge(List.of())));
        console.start();
        node = new ConnectedNode(NodeFindings.NODE, console.feedPort(), TOKEN);
        assertThat(node.awaitConnected()).isTrue();
    }

    @AfterEach
    void disconnect() {
        node.close();
        console.close();
    }

    Chromium browser(ColorScheme scheme, int width, int height) {
        return new Chromium(folder.resolve("profile"), scheme, width, height);
    }

    /** The list of findings, once the page has heard of the node. */
    Page signedIn(Chromium chromium) {
        Page page = atIncidents(chromium);
        page.locator(".views a[href='#findings']").click();
        assertThat(page.locator("#search")).isVisible();
        return page;
    }

    /** The page as it begins, once it has heard of the node. */
    Page atIncidents(Chromium chromium) {
        Page page = chromium.context().newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.navigate(console.signInLink("alex").toString());
        assertThat(page.locator("#incident-search")).isVisible();
        assertThat(page.locator(".node-chip")).containsText(NodeFindings.NODE);
        return page;
    }

    /** Keeps a picture, once nothing moves any more. */
    static void picture(Page page, String name) {
        page.waitForTimeout(600);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
