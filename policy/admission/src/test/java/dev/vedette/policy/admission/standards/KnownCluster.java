package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A cluster that is what a test says. */
public final class KnownCluster implements Cluster {
    private final Map<String, Map<String, String>> namespaces;
    private final List<JsonNode> pods = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean away;
    private boolean breaksOff;
    private volatile boolean hangs;

    public KnownCluster(Map<String, Map<String, String>> namespaces) {
        this.namespaces = namespaces;
    }

    void running(JsonNode pod) {
        pods.add(pod);
    }

    /** From now on it does not answer. */
    public void goAway() {
        away = true;
    }

    /** From now on it fails after it has given the pods that there are. */
    void breakOff() {
        breaksOff = true;
    }

    /** From now on whoever asks waits, until interrupted. */
    public void hang() {
        hangs = true;
    }

    @Override
    public boolean isKnown() {
        return !away;
    }

    @Override
    public Optional<Map<String, String>> labels(String namespace) throws IOException {
        demandAnswer();
        return Optional.ofNullable(namespaces.get(namespace));
    }

    @Override
    public long pods(String namespace, int most, Deadline until, RunningPods each) throws IOException {
        demandAnswer();
        pods.stream().limit(most).forEach(each::take);
        if (breaksOff) {
            throw new IOException("it broke off");
        }
        return Math.max(0, pods.size() - most);
    }

    private void demandAnswer() throws IOException {
        if (hangs) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (away) {
            throw new IOException("it is away");
        }
    }
}
