package dev.vedette.rules.facts;

import dev.vedette.policy.model.LookupList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists that rules and policies write, made ready once to be asked for each event: those of parameters keep it themselves, and
 * any other is known by its identity. Thread-safe if what lists become is.
 *
 * @param <T> what a list becomes
 */
final class ReadyLists<T> {
    /** Other lists that are kept ready, for each thread that judges. */
    private static final int KEPT = 1_024;

    private final ThreadLocal<Map<List<String>, T>> others = ThreadLocal.withInitial(IdentityHashMap::new);
    private final Function<List<String>, T> making;

    ReadyLists(Function<List<String>, T> making) {
        this.making = making;
    }

    /** The same list, whoever asks. */
    T of(List<String> entries) {
        return entries instanceof LookupList list ? list.made(making) : other(entries);
    }

    private T other(List<String> entries) {
        Map<List<String>, T> lists = others.get();
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
