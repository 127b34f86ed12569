package dev.vedette.baseline.blame;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What is kept of each container: of {@value #MOST} at most, the one that is known for the longest time goes first, and none longer
 * than it is absent. Not thread-safe.
 */
final class Remembered<T> {
    static final int MOST = 4_096;

    /** Ten minutes. */
    private static final int WINDOWS_ABSENT = 120;

    private final Supplier<T> maker;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
    private long window;

    private static final class Entry<T> {
        final T value;
        long met;

        Entry(T value) {
            this.value = value;
        }
    }

    Remembered(Supplier<T> maker) {
        this.maker = maker;
    }

    /** A container that is met in this window. */
    T of(String key) {
        Entry<T> entry = entries.computeIfAbsent(key, unused -> new Entry<>(maker.get()));
        entry.met = window;
        if (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        return entry.value;
    }

    /** Null if nothing is kept of it. */
    T ifKnown(String key) {
        Entry<T> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    void forEach(BiConsumer<String, T> each) {
        entries.forEach((key, entry) -> each.accept(key, entry.value));
    }

    boolean metInThisWindow(String key) {
        Entry<T> entry = entries.get(key);
        return entry != null && entry.met == window;
    }

    void nextWindow() {
        entries.values().removeIf(entry -> window - entry.met >= WINDOWS_ABSENT);
        window++;
    }
}
