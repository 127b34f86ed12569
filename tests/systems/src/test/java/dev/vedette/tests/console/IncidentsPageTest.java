package dev.vedette.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.sensor.demo.tour.Tour;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Incidents first, and the time machine, in a real browser. */
@Timeout(600)
class IncidentsPageTest extends PageOfOneNode {
    @Test
    void tellsAStoryAsItHappensFromItsCauseToWhomItReached() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = atIncidents(chromium);
            assertThat(page.locator("#incident-empty")).containsText("All quiet");
            picture(page, "incidents-empty");

            node.find(findings.reverseShell("f1"));
            Locator row = page.locator(".incident");
            assertThat(row).containsText("A shell reads from and writes to a network connection");
            page.keyboard().press("j");
            assertThat(row).hasAttribute("aria-current", "true");
            assertThat(page).hasURL(Pattern.compile("#incidents/f1$"));
            Locator detail = page.locator("#incident-detail");
            assertThat(detail.locator(".step")).hasCount(1);

            // What belongs to it comes into it while it is read.
            page.keyboard().press("Enter");
            assertThat(detail.locator("h2")).isFocused();
            node.find(findings.stepIntoReports("f2"));
            node.find(findings.corePattern("f3"));
            node.find(findings.newProgram("f4"));
            assertThat(detail.locator(".step")).hasCount(4);
            assertThat(detail.locator("h2")).isFocused();
            assertThat(row).hasCount(1);
            assertThat(row.locator(".severity")).hasText("critical");
            assertThat(row).containsText("4 findings");
            assertThat(row).containsText("credentials");
            assertThat(detail.locator(".reach")).containsText("shop/checkout-6f7c9d5b8-x2kqp/checkout");
            assertThat(detail.locator(".reach")).containsText("batch/reports-28391040-9hz4t/reports");
            assertThat(detail.locator(".reach")).containsText("/etc/shadow");
            assertThat(detail.locator(".step").first()).containsText("how it began");
            picture(page, "incident");

            detail.locator(".step a").nth(2).click();
            assertThat(page).hasURL(Pattern.compile("#findings/f3$"));
            assertThat(page.locator("#detail h2")).containsText("core_pattern");
            assertThat(page.locator("#detail .considered")).containsText("its scope is namespace payments, not shop");
            picture(page, "considered");
            page.locator("#detail a[href='#incidents/f1']").click();
            assertThat(detail.locator("h2")).isVisible();
            page.keyboard().press("Escape");
            assertThat(detail.locator(".empty")).isVisible();

            // By the id of any of its findings, and from nothing but the address.
            page.navigate(console.address() + "#incidents/f3");
            page.reload();
            assertThat(detail.locator(".step")).hasCount(4);
            page.locator("#incident-search").fill("nobody says this");
            assertThat(page.locator("#incident-empty")).containsText("Nothing matches");
            page.navigate(console.address() + "#incidents/unknown");
            assertThat(detail.locator("[role=alert]")).containsText("no incident has a finding unknown");
            complaints.removeIf(words -> words.contains("404"));
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void fitsAPhoneInTheDark() throws Exception {
        try (Chromium chromium = browser(ColorScheme.DARK, 390, 844)) {
            Page page = atIncidents(chromium);
            node.find(findings.reverseShell("f1"));
            node.find(findings.stepIntoReports("f2"));
            node.find(findings.corePattern("f3"));
            node.find(findings.neverSeen("f4"));
            assertThat(page.locator(".incident")).containsText("4 findings");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            picture(page, "incidents-phone");
            page.locator(".incident").click();
            assertThat(page.locator("#incident-detail .step")).hasCount(4);
            picture(page, "incident-phone");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            page.locator("#incident-detail .close").click();
            assertThat(page.locator("#incident-detail")).isHidden();
        }
    }

    @Test
    void saysWhatOtherPoliciesWouldHaveSaidOfARecording() throws Exception {
        Path recording = folder.resolve("tour.rec");
        try (InputStream tour = Tour.class.getResourceAsStream("tour.recording")) {
            Files.copy(tour, recording);
        }
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 900)) {
            Page page = atIncidents(chromium);
            page.keyboard().press("6");
            Locator view = page.locator("#view-replay");
            assertThat(view).containsText("None yet: upload one");
            view.locator("#replay-file").setInputFiles(recording);
            assertThat(view.locator("#replay-recording")).containsText("tour.rec");
            Locator after = view.locator("textarea").last();
            after.fill("kind: Nothing");
            view.locator("button.primary").click();
            assertThat(view.locator(".said.bad")).containsText("the policies are refused");
            picture(page, "replay-refused");

            after.fill("""
                    apiVersion: vedette.dev/v1alpha1
                    kind: Policy
                    metadata: {name: next}
                    spec:
                      mode: enforce
                      responses: [{severity: critical, action: stop}]
                    """);
            view.locator("button.primary").click();
            Locator results = view.locator("#replay-results");
            assertThat(results).containsText("Changed", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            assertThat(results).containsText("after: critical, stop, policy next");
            assertThat(results).containsText("before: critical, pause (audit: only named), policy default");
            picture(page, "replay");
            assertThat(complaints).isEmpty();
        }
    }
}
