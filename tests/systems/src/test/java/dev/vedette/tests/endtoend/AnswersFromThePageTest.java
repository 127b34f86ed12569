package dev.vedette.tests.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.response.KillSwitch;
import dev.vedette.tests.console.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person answers an attack in a real container from the page, takes it back, and looks at the node. */
@Timeout(900)
class AnswersFromThePageTest {
    private static final Path PICTURES = Path.of("target", "pictures");
    /** The first look at a node comes a minute after its sensor began: longer than other things may take. */
    private static final double FIRST_LOOK_MILLIS = 300_000;

    @TempDir
    Path work;

    private AttackedNode node;
    private ContainerdTasks tasks;
    private String container;
    private Page page;

    @Test
    void aPersonTriesHoldsLimitsCutsOffLetsGoAndStopsAContainerFromThePage() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
        OutputSettings nobodyElse = OutputSettings.terminal(OutputSettings.Terminal.NOTHING);
        try (AttackedNode attacked = AttackedNode.start(work, nobodyElse);
                Chromium chromium = new Chromium(work.resolve("browser"), ColorScheme.LIGHT, 1440, 900)) {
            node = attacked;
            tasks = node.tasks();
            container = node.attacker();
            page = chromium.context().newPage();
            answers();
        }
    }

    private void answers() throws Exception {
        Files.createDirectories(PICTURES);
        page.navigate(node.console().signInLink("an analyst").toString());
        page.locator(".views a[href='#findings']").click();
        page.locator(".row", new Page.LocatorOptions().setHasText(AttackedNode.RULE))
                .first()
                .click();
        assertThat(page.locator("#detail")).containsText("agent-1");

        tries("stop");
        assertThat(tasks.state(container)).isEqualTo(ContainerdTasks.State.RUNNING);

        holdsForAWhileAndUndoes();
        lasts("throttle");
        lasts("isolate-network");
        turnsTheSwitch();

        page.keyboard().press("4");
        Locator nodes = page.locator("#view-nodes");
        assertThat(nodes).containsText("This node");
        assertThat(nodes.locator(".rung").first()).isVisible();
        assertThat(nodes.locator(".check.waiting"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(FIRST_LOOK_MILLIS));
        assertThat(nodes.locator(".check")).not().hasCount(0);
        picture("real-node");

        page.keyboard().press("5");
        assertThat(page.locator(".image").first())
                .containsText("In use by", new LocatorAssertions.ContainsTextOptions().setTimeout(FIRST_LOOK_MILLIS));
        picture("real-images");

        page.keyboard().press("2");
        asks("stop");
        assertThat(outcome("Stop container: done")).isVisible();
        assertThatThrownBy(() -> tasks.state(container))
                .as("its task has ended")
                .hasMessageContaining("not found");
    }

    private void tries(String action) {
        page.locator("[data-action=" + action + "]").click();
        page.locator("dialog button[value=dry]").click();
        assertThat(page.locator("dialog .answer")).containsText("It would: ");
        picture("real-dry-run");
        page.locator("dialog button[value=no]").click();
    }

    private void holdsForAWhileAndUndoes() throws Exception {
        page.locator("[data-action=pause]").click();
        page.locator("dialog select[name=for]").selectOption("10m");
        page.locator("dialog input[name=why]").fill("to look at it");
        page.locator("dialog button[value=yes]").click();
        assertThat(outcome("Pause container: done")).containsText("an analyst");
        assertThat(tasks.state(container)).isEqualTo(ContainerdTasks.State.PAUSED);
        Locator lasting = page.locator("#detail .lasting");
        assertThat(lasting).containsText("to look at it");
        assertThat(lasting.locator(".timer")).containsText("min");
        picture("real-paused");
        undoes();
        assertThat(tasks.state(container)).isEqualTo(ContainerdTasks.State.RUNNING);
    }

    private void lasts(String action) {
        asks(action);
        assertThat(page.locator("#detail .lasting")).isVisible();
        undoes();
    }

    private void asks(String action) {
        page.locator("[data-action=" + action + "]").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(page.locator("dialog")).hasCount(0);
    }

    private void undoes() {
        page.locator("#detail [data-undo]").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(page.locator("#detail .lasting")).hasCount(0);
    }

    private void turnsTheSwitch() {
        page.keyboard().press("3");
        Locator turn = page.locator("[data-switch=" + AttackedNode.NAME + "]");
        turn.locator("button").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(turn).containsText("stopped by an analyst");
        assertThat(KillSwitch.in(node.stateDirectory()).stopped()).isPresent();
        picture("real-answers");
        turn.locator("button").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(turn).containsText("Automatic responses go on.");
        assertThat(KillSwitch.in(node.stateDirectory()).stopped()).isEmpty();
    }

    private Locator outcome(String words) {
        return page.locator("#detail .outcome.verified", new Page.LocatorOptions().setHasText(words));
    }

    private void picture(String name) {
        page.waitForTimeout(400);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
