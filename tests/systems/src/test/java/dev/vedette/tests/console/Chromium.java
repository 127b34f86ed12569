package dev.vedette.tests.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, with a profile of its own and without calls home. */
public final class Chromium implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private static final double WAIT_MILLIS = 120_000;

    private final Playwright playwright;
    private final BrowserContext context;

    public Chromium(Path profile, ColorScheme scheme, int width, int height) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new IllegalStateException(EXECUTABLE + " is missing: install Debian's package chromium");
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        context = playwright
                .chromium()
                .launchPersistentContext(
                        profile,
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(EXECUTABLE)
                                .setHeadless(true)
                                .setColorScheme(scheme)
                                .setViewportSize(width, height)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync")));
        context.setDefaultTimeout(WAIT_MILLIS);
        // assertions have a default of their own, five seconds, for all that a process asserts
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
    }

    public BrowserContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }
}
