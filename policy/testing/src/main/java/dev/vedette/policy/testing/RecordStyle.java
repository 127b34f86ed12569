package dev.vedette.policy.testing;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What is special in the way a record is written.
 *
 * @param prototype one that is as most are; null where there is none
 * @param hidden components that nobody writes
 * @param required components that have to be there
 * @param extra keys beside the components, which {@code complete} makes something of
 * @param complete fills in what follows from what was given
 * @param text what a text in place of the mapping means, given what holds otherwise; empty for one that means nothing
 * @param texts what such a text is, for people; "" where there is none
 */
record RecordStyle<T>(
        T prototype,
        Set<String> hidden,
        Set<String> required,
        Map<String, Form<?>> extra,
        Consumer<Given> complete,
        BiFunction<String, T, Optional<T>> text,
        String texts) {
    private static final Set<String> CLOCKS = Set.of("epochNanos", "bootNanos", "receivedNanos", "origin");

    static <T> RecordStyle<T> like(T prototype) {
        return new RecordStyle<>(prototype, CLOCKS, Set.of(), Map.of(), _ -> {}, (_, _) -> Optional.empty(), "");
    }

    static <T> RecordStyle<T> plain() {
        return like(null);
    }

    RecordStyle<T> hiding(String... names) {
        Set<String> all = new HashSet<>(hidden);
        all.addAll(Set.of(names));
        return new RecordStyle<>(prototype, Set.copyOf(all), required, extra, complete, text, texts);
    }

    RecordStyle<T> requiring(String... names) {
        return new RecordStyle<>(prototype, hidden, Set.of(names), extra, complete, text, texts);
    }

    RecordStyle<T> withExtra(String name, Form<?> form) {
        return new RecordStyle<>(prototype, hidden, required, Map.of(name, form), complete, text, texts);
    }

    RecordStyle<T> completedBy(Consumer<Given> completion) {
        return new RecordStyle<>(prototype, hidden, required, extra, completion, text, texts);
    }

    RecordStyle<T> orText(String what, BiFunction<String, T, Optional<T>> meaning) {
        return new RecordStyle<>(prototype, hidden, required, extra, complete, meaning, what);
    }
}
