package dev.vedette.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.outputs.console.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page in a real browser, fed by the sensor's own client. */
@Timeout(600)
class ConsolePageTest extends PageOfOneNode {
    @Test
    void leadsFromTheLinkToAPausedContainer() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = signedIn(chromium);
            assertThat(page.locator("#empty-words")).containsText("All quiet");
            picture(page, "empty");

            findSome();
            Locator row = page.locator(".row", new Page.LocatorOptions().setHasText("core_pattern"));
            assertThat(row).isVisible();
            assertThat(row.locator(".severity")).hasText("critical");
            assertThat(row.locator(".times")).hasText("×3");

            row.click();
            Locator detail = page.locator("#detail");
            assertThat(detail.locator("h2")).containsText("core_pattern for writing");
            assertThat(detail.locator(".process.own")).containsText("/tmp/.x/sh");
            assertThat(detail.locator(".process.own")).containsText("not of the image");
            assertThat(detail.locator(".process")).hasCount(4);
            assertThat(detail).containsText("registry.example/shop/checkout:2.14.1");
            picture(page, "detail");

            detail.locator("[data-action=pause]").click();
            assertThat(page.locator("dialog")).containsText("Pause container?");
            picture(page, "confirm");
            page.locator("dialog button[value=yes]").click();

            Command command = node.awaitCommand();
            assertThat(command.action()).isEqualTo(ResponseAction.PAUSE);
            assertThat(command.containerId()).isEqualTo(NodeFindings.CHECKOUT.id());
            node.report(new ResponseOutcome(
                    command.findingId(),
                    command.action(),
                    NodeFindings.NODE,
                    NodeFindings.CHECKOUT,
                    command.containerId(),
                    ResponseOutcome.Status.VERIFIED,
                    "containerd tasks",
                    "all its tasks are frozen",
                    command.requestedBy(),
                    System.currentTimeMillis() * 1_000_000L));
            assertThat(detail.locator(".outcome.verified")).containsText("all its tasks are frozen");
            picture(page, "paused");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void showsWhateverAttackersNameThingsAsText() throws Exception {
        String evil = "x</script><img src=x onerror=\"window.run=1\">\u202egnp\u001b[2J\u009b\u200b";
        String asText = "x</script><img src=x onerror=\"window.run=1\">\\u202egnp\\u001b[2J\\u009b\\u200b";
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = signedIn(chromium);
            node.find(findings.named("evil", evil));
            Locator row = page.locator(".row");
            assertThat(row).containsText("The program " + asText + " runs");
            row.click();
            assertThat(page.locator("#detail h2")).containsText(asText);
            assertThat(page.locator("#detail .facts").first()).containsText(asText);
            assertThat((String) page.evaluate("document.body.textContent"))
                    .doesNotContain("\u202e", "\u001b", "\u009b", "\u200b");
            assertThat(page.evaluate("window.run === undefined")).isEqualTo(true);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void doesNothingWhenTheSecondLookSaysNo() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("one"));
            page.locator(".row").click();
            page.locator("[data-action=stop]").click();
            page.locator("dialog button[value=no]").click();
            assertThat(page.locator("dialog")).hasCount(0);

            page.locator("[data-action=kill-process]").click();
            page.locator("dialog button[value=yes]").click();

            // The only command that comes is the one that was confirmed.
            Command command = node.awaitCommand();
            assertThat(command.action()).isEqualTo(ResponseAction.KILL_PROCESS);
            assertThat(command.process().orElseThrow().pid()).isEqualTo(9_124);
        }
    }

    @Test
    void isWorkedByKeyboard() throws Exception {
        try (Chromium chromium = browser(ColorScheme.DARK, 1440, 900)) {
            Page page = signedIn(chromium);
            findSome();
            assertThat(page.locator(".row")).hasCount(5);
            page.keyboard().press("j");
            page.keyboard().press("j");
            assertThat(page.locator(".row[data-selected]")).hasCount(1);
            assertThat(page.locator("#detail h2")).isVisible();
            page.keyboard().press("Enter");
            assertThat(page.locator("#detail h2")).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator("#detail .empty")).isVisible();
            assertThat(page.locator(".row[data-selected]")).hasCount(0);

            page.keyboard().press("/");
            assertThat(page.locator("#search")).isFocused();
            page.keyboard().type("core_pattern checkout");
            assertThat(page.locator(".row")).hasCount(1);
            page.keyboard().press("Escape");
            page.keyboard().press("j");
            assertThat(page.locator(".row[data-selected]")).hasCount(1);
            assertThat(page.locator("#detail h2")).isVisible();
            picture(page, "dark");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void holdsTheListStillWhilePausedAndSaysWhenTheConsoleIsAway() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            node.find(findings.reverseShell("first"));
            assertThat(page.locator(".row")).hasCount(1);
            page.locator("#pause").click();
            node.find(findings.newProgram("second"));
            assertThat(page.locator("#pause")).containsText("Paused · 1 new");
            assertThat(page.locator(".row")).hasCount(1);
            page.locator("#pause").click();
            assertThat(page.locator(".row")).hasCount(2);

            node.lose(1_204);
            assertThat(page.locator(".node-chip")).containsText("1,204 events lost");

            console.close();
            assertThat(page.locator("#banners")).containsText("Disconnected");
            picture(page, "away");
        }
    }

    @Test
    void labelsARecordingAndOffersNoResponseToIt() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            node.find(NodeFindings.recorded(findings.corePattern("played")));
            assertThat(page.locator("#banners")).containsText("Recording");
            assertThat(page.locator(".row")).containsText("recording");
            page.locator(".row").click();
            assertThat(page.locator("[data-action=pause]")).isDisabled();
            assertThat(page.locator("[data-action=kill-process]")).isDisabled();
        }
    }

    @Test
    void explainsTheRuleAndFindsAgainWhatIsOnlyInTheStore() throws Exception {
        node.find(findings.reverseShell("older"));
        assertThat(node.awaitDelivered()).isTrue();
        try (Chromium chromium = browser(ColorScheme.DARK, 1280, 800)) {
            Page page = signedIn(chromium);
            page.locator("#search").fill("203.0.113.9:4444");
            page.locator(".row").click();
            page.locator(".about-rule summary").click();
            assertThat(page.locator(".about-rule h4")).hasText("What it means");
            assertThat(page.locator(".about-rule code")).hasText("code");
            page.locator("#search").fill("nothing has these words");
            assertThat(page.locator("#empty-words")).containsText("Nothing matches");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void staysBoundedAndUsableUnderAFlood() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            // by the thousand: a page that is 2,000 behind is cut off and begins anew
            for (int i = 0; i < 3_000; i++) {
                node.find(findings.inContainer(i));
                if (i == 999) {
                    assertThat(page.locator("#count")).containsText("1,000 findings");
                } else if (i == 1_999) {
                    assertThat(page.locator("#count")).containsText("2,000 findings");
                }
            }
            assertThat(node.awaitDelivered()).isTrue();
            assertThat(page.locator(".row").first()).containsText("flood-2999");
            assertThat(page.locator("#count")).containsText("2,000 findings");
            assertThat(page.locator(".row")).hasCount(300);
            assertThat(page.locator("#more")).containsText("narrow the search");
            page.locator("#search").fill("load/flood-7/flood");
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void fitsAPhone() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 390, 844)) {
            Page page = signedIn(chromium);
            findSome();
            assertThat(page.locator(".row")).hasCount(5);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            picture(page, "phone");
            page.locator(".row", new Page.LocatorOptions().setHasText("core_pattern"))
                    .click();
            assertThat(page.locator("#detail h2")).isVisible();
            picture(page, "phone-detail");
            page.locator(".close").click();
            assertThat(page.locator("#detail")).isHidden();
        }
    }

    @Test
    void turnsAwayAUsedLink() throws Exception {
        var link = console.signInLink();
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1000, 700)) {
            Page page = chromium.context().newPage();
            page.navigate(link.toString());
            assertThat(page.locator("#incident-search")).isVisible();
            // What the page still asks for would be sent to the sign-in as well, in the middle of the next step.
            page.navigate("about:blank");
            chromium.context().clearCookies();
            page.navigate(link.toString());
            assertThat(page.locator("#problem")).containsText("used already");
            picture(page, "used-link");
        }
    }

    @Test
    void showsWhatAttackersWriteAsTextOnly() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("<img src=x onerror=alert(1)>"));
            page.locator(".row").click();
            assertThat(page.locator("#detail h2")).isVisible();
            assertThat(page.locator("#detail img")).hasCount(0);
            assertThat(complaints).isEmpty();
        }
    }

    private void findSome() throws InterruptedException {
        node.find(findings.contention("f1"));
        node.find(findings.neverSeen("f2"));
        node.find(findings.corePattern("f3"));
        node.find(findings.newProgram("f4"));
        node.find(findings.corePattern("f5"));
        node.find(findings.reverseShell("f6"));
        node.find(findings.corePattern("f7"));
        assertThat(node.awaitDelivered()).isTrue();
    }
}
