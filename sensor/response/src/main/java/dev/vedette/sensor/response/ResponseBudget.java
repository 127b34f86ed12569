package dev.vedette.sensor.response;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps automatic responses from running away: one budget for the node, one for each workload. Thread-safe.
 *
 * <p>Workloads with a full budget are forgotten, so there are never more entries than the node's budget allows.
 */
final class ResponseBudget {
    private final ResponseSettings settings;
    private final LongSupplier nanoTime;
    private final TokenBucket node;
    private final Map<String, TokenBucket> workloads = new HashMap<>();

    ResponseBudget(ResponseSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.node = new TokenBucket(settings.perNode(), nanoTime);
    }

    /** Takes one from both budgets, or says which of them is used up. */
    synchronized Optional<String> spend(String workload) {
        workloads.values().removeIf(TokenBucket::isFull);
        TokenBucket own = workloads.getOrDefault(workload, new TokenBucket(settings.perWorkload(), nanoTime));
        if (!node.hasOne()) {
            return Optional.of("this node has used up its " + words(settings.perNode()));
        }
        if (!own.hasOne()) {
            return Optional.of(workload + " has used up its " + words(settings.perWorkload()));
        }
        node.takeOne();
        own.takeOne();
        workloads.put(workload, own);
        return Optional.empty();
    }

    private static String words(ResponseSettings.Rate rate) {
        return rate.count() + " automatic responses in " + rate.period().toSeconds() + " s";
    }
}
