package dev.vedette.sensor.demo.tour;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the sensor has found since the tour began, as anybody on the node hears it. Thread-safe. */
public final class SeenFindings implements AutoCloseable {
    private final ControlClient client;
    private final FindingJson json = new FindingJson();
    private final List<Finding> seen = new ArrayList<>();

    /** @param controlSocket the running sensor's */
    public SeenFindings(Path controlSocket) {
        client = new ControlClient(controlSocket);
        Thread.ofVirtual().name("tour-listener").start(this::listen);
    }

    private void listen() {
        try {
            client.findings(true, encoded -> add(json.decodeFinding(encoded)));
        } catch (ControlException e) {
            // The sensor ends before the tour's listener does: nothing more will come.
        }
    }

    private synchronized void add(Finding finding) {
        seen.add(finding);
        notifyAll();
    }

    /** How many there are now: a mark for {@link #awaitAfter}. */
    public synchronized int mark() {
        return seen.size();
    }

    public synchronized List<Finding> after(int mark) {
        return List.copyOf(seen.subList(mark, seen.size()));
    }

    /**
     * Waits for findings of all {@code rules} after {@code mark}.
     *
     * @return the rules that did not come in time
     */
    public synchronized List<String> awaitAfter(int mark, List<String> rules, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> missing = missing(mark, rules);
        while (!missing.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return missing;
            }
            wait(left);
            missing = missing(mark, rules);
        }
        return missing;
    }

    private List<String> missing(int mark, List<String> rules) {
        List<String> found = after(mark).stream().map(Finding::ruleId).toList();
        return rules.stream().filter(rule -> !found.contains(rule)).toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
