package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What runtimes have said of containers, by id, for lives that have not begun yet.
 *
 * <p>Guarantees: a word spoken of a life that has ended says nothing about the next one with that id: clients of a
 * runtime may choose ids, and use them again. Bounded; the least recently used word is forgotten. Not thread-safe.
 */
final class RuntimeWords {
    private final Map<String, Word> byId;

    /**
     * One word.
     *
     * @param spec null where the runtime has not said
     * @param outlived whether the life that it was about has ended
     */
    record Word(Container container, Isolation spec, boolean outlived) {}

    RuntimeWords(int capacity) {
        this.byId = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Word> eldest) {
                return size() > capacity;
            }
        };
    }

    Word say(Container container, Isolation spec) {
        Word word = new Word(container, spec, false);
        byId.put(container.id(), word);
        return word;
    }

    Optional<Container> of(String id) {
        return Optional.ofNullable(byId.get(id)).map(Word::container);
    }

    /** What holds for a life that begins now. */
    Optional<Word> forNext(String id) {
        return Optional.ofNullable(byId.get(id)).filter(word -> !word.outlived());
    }

    /** The life of this container has ended; a word that was spoken of another one with its id stays. */
    void ended(Container container) {
        byId.computeIfPresent(
                container.id(),
                (id, word) ->
                        isSame(word.container(), container) ? new Word(word.container(), word.spec(), true) : word);
    }

    /** Whether just this was said already. */
    boolean saidBefore(Container container, Isolation spec) {
        Word word = byId.get(container.id());
        return word != null && isSame(word.container(), container) && Objects.equals(word.spec(), spec);
    }

    void forget(String id) {
        byId.remove(id);
    }

    /** Made at the same time, by the runtime's own record: no clock of ours is asked. */
    static boolean isSame(Container one, Container other) {
        return one.id().equals(other.id()) && one.startedEpochNanos() == other.startedEpochNanos();
    }
}
