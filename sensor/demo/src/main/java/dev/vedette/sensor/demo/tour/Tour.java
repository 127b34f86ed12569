package dev.vedette.sensor.demo.tour;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays the attacks one after the other and says of each whether it was found. Containers that were paused are resumed a
 * moment later. What is missed is said as plainly as what is found.
 */
public final class Tour {
    private static final Duration PAUSED_FOR = Duration.ofSeconds(2);

    private final Stage stage;
    private final Path controlSocket;
    private final PrintStream out;
    private final Duration between;

    /**
     * @param between how long an onlooker gets to read each step
     */
    public Tour(Stage stage, Path controlSocket, PrintStream out, Duration between) {
        this.stage = stage;
        this.controlSocket = controlSocket;
        this.out = out;
        this.between = between;
    }

    /** What came of the tour. */
    public record Result(int steps, List<String> missed) {
        public Result {
            missed = List.copyOf(missed);
        }
    }

    public Result play() throws Exception {
        List<Attack> attacks = new Attacks(stage).all();
        List<String> missed = new ArrayList<>();
        try (SeenFindings seen = new SeenFindings(controlSocket)) {
            for (int i = 0; i < attacks.size(); i++) {
                out.printf(
                        "%n» %d/%d  %s%n", i + 1, attacks.size(), attacks.get(i).title());
                missed.addAll(play(attacks.get(i), seen));
                Thread.sleep(between.toMillis());
            }
        }
        return new Result(attacks.size(), missed);
    }

    private List<String> play(Attack attack, SeenFindings seen) throws Exception {
        int mark = seen.mark();
        attack.deed().run();
        List<String> missing = seen.awaitAfter(mark, attack.expected(), attack.patience());
        missing.forEach(rule -> out.printf(
                "  %s was not reported within %d s%n", rule, attack.patience().toSeconds()));
        resumeWhatWasPaused(seen.after(mark));
        return missing;
    }

    private void resumeWhatWasPaused(List<Finding> findings) throws InterruptedException {
        for (Finding finding : findings) {
            if (finding.verdict().enforced() && finding.verdict().action() == ResponseAction.PAUSE) {
                Thread.sleep(PAUSED_FOR.toMillis());
                resume(finding.container().id());
                return;
            }
        }
    }

    private void resume(String containerId) {
        try (ControlClient client = new ControlClient(controlSocket)) {
            byte[] unused = client.respond(ResponseAction.RESUME, containerId, "the tour");
        } catch (ControlException e) {
            out.println("  could not resume: " + e.getMessage());
        }
    }
}
