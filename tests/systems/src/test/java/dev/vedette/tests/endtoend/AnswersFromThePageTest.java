package dev.vedette.tests.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.sensor.demo.tour.ObedientContainer;
import dev.vedette.sensor.demo.tour.Stage;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import dev.vedette.sensor.response.KillSwitch;
import dev.vedette.tests.console.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person answers an attack in a real container from the page, takes it back, and looks at the node. */
@Timeout(300)
class AnswersFromThePageTest {
    private static final String TOKEN = "answers-token";
    private static final String NODE = "node-a";
    private static final Path PICTURES = Path.of("target", "pictures");
    /** The first look at a node comes a minute after its sensor began. */
    private static final double FIRST_LOOK_MILLIS = 120_000;

    @TempDir
    Path work;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ContainerdTasks tasks;
    private String container;
    private Page page;

    @AfterEach
    void putBack() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aPersonTriesHoldsLimitsCutsOffLetsGoAndStopsAContainerFromThePage() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
        begin();

        page.locator(".row", new Page.LocatorOptions().setHasText("VDT-2002"))
                .first()
                .click();
        assertThat(page.locator("#detail")).containsText("agent-1");

        tries("stop");
        assertThat(tasks.state(container)).isEqualTo(ContainerdTasks.State.RUNNING);

        holdsForAWhileAndUndoes();
        lasts("throttle");
        lasts("isolate-network");
        turnsTheSwitch();

        page.keyboard().press("3");
        Locator nodes = page.locator("#view-nodes");
        assertThat(nodes).containsText("This node", within(40_000));
        assertThat(nodes.locator(".rung").first()).isVisible();
        assertThat(nodes.locator(".check.waiting")).hasCount(0, hasCountWithin());
        assertThat(nodes.locator(".check")).not().hasCount(0);
        picture("real-node");

        page.keyboard().press("4");
        assertThat(page.locator(".image").first()).containsText("In use by", within(60_000));
        picture("real-images");

        page.keyboard().press("1");
        asks("stop");
        assertThat(outcome("Stop container: done")).isVisible();
        assertThatThrownBy(() -> tasks.state(container))
                .as("its task has ended")
                .hasMessageContaining("not found");
    }

    private void tries(String action) {
        page.locator("[data-action=" + action + "]").click();
        page.locator("dialog button[value=dry]").click();
        assertThat(page.locator("dialog .answer")).containsText("It would");
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
        page.keyboard().press("2");
        Locator turn = page.locator("[data-switch=" + NODE + "]");
        turn.locator("button").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(turn).containsText("stopped by an analyst");
        assertThat(KillSwitch.in(work.resolve("state")).stopped()).isPresent();
        picture("real-answers");
        turn.locator("button").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(turn).containsText("go on");
        assertThat(KillSwitch.in(work.resolve("state")).stopped()).isEmpty();
    }

    private Locator outcome(String words) {
        return page.locator("#detail .outcome.verified", new Page.LocatorOptions().setHasText(words));
    }

    private void begin() throws Exception {
        Files.createDirectories(PICTURES);
        ConsoleServer console = opened(new ConsoleServer(
                ConsoleSettings.local(work.resolve("console"), TOKEN).withPorts(0, 0)));
        console.start();
        ContainerdPrograms programs = ContainerdPrograms.find().orElseThrow();
        PrivateContainerd containerd = opened(PrivateContainerd.start(programs, work.resolve("c")));
        DemoImage.importInto(containerd, work.resolve("image"));
        tasks = new ContainerdTasks(containerd.client().connection());
        Sensor sensor = opened(new Sensor(settings(console, containerd)));
        sensor.start();
        Stage stage = opened(new Stage(containerd, programs));
        ObedientContainer attacker =
                stage.obedient("ops", "agent-1", pod -> pod.privileged(), made -> made.privileged());
        attacker.order("exec 3>>/proc/sys/kernel/core_pattern");
        container = attacker.container().id();
        Chromium chromium = opened(new Chromium(work.resolve("browser"), ColorScheme.LIGHT, 1440, 900));
        page = chromium.context().newPage();
        page.navigate(console.signInLink("an analyst").toString());
    }

    private SensorSettings settings(ConsoleServer console, PrivateContainerd containerd) {
        OutputSettings outputs = new OutputSettings(
                OutputSettings.Terminal.NOTHING,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ConsoleFeedSettings(
                        "127.0.0.1", console.feedPort(), TOKEN, Optional.empty(), NODE, "test")),
                Optional.empty());
        return new SensorSettings(
                NODE,
                work.resolve("state"),
                List.of(containerd.endpoint()),
                Optional.empty(),
                List.of(),
                outputs,
                SensorSettings.Tuning.defaults(),
                Optional.empty());
    }

    private static LocatorAssertions.ContainsTextOptions within(double millis) {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
    }

    private static LocatorAssertions.HasCountOptions hasCountWithin() {
        return new LocatorAssertions.HasCountOptions().setTimeout(FIRST_LOOK_MILLIS);
    }

    private void picture(String name) {
        page.waitForTimeout(400);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private <T extends AutoCloseable> T opened(T thing) {
        open.push(thing);
        return thing;
    }
}
