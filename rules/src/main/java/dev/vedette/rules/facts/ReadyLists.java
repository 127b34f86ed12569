package dev.vedette.rules.facts;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists that rules and policies write, made ready once to be asked for each event. A list is known by its identity, since
 * one of parameters stays the same object for as long as the same policies are in force.
 *
 * @param <T> what a list becomes
 */
final class ReadyLists<T> {
    /** Lists that are kept ready, for each thread that judges; policies that are loaded anew bring new ones. */
    private static final int KEPT = 1_024;

    private final ThreadLocal<Map<List<String>, T>> ready = ThreadLocal.withInitial(IdentityHashMap::new);
    private final Function<List<String>, T> making;

    ReadyLists(Function<List<String>, T> making) {
        this.making = making;
    }

    /** The same list, whoever asks. */
    T of(List<String> entries) {
        Map<List<String>, T> lists = ready.get();
        T known = lists.get(entries);
        if (known == null) {
            if (lists.size() >= KEPT) {
                lists.clear();
            }
            known = making.apply(entries);
            lists.put(entries, known);
        }
        return known;
    }
}
