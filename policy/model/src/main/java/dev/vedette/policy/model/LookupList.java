package dev.vedette.policy.model;

import java.util.AbstractList;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;

/**
 * A list of words in which one is looked up, not searched for, and which keeps what has been made of it: rules ask for the
 * same of the same lists with each event. Immutable to see, and thread-safe.
 */
public final class LookupList extends AbstractList<String> implements RandomAccess {
    private static final Made[] NOTHING = {};

    private final List<String> words;
    private final Set<String> lookup;
    /** Replaced as a whole: those who read take no lock. */
    private volatile Made[] made = NOTHING;

    private static final class Made {
        private final Function<List<String>, ?> by;
        private final Object what;

        Made(Function<List<String>, ?> by, Object what) {
            this.by = by;
            this.what = what;
        }
    }

    /** @param words copied */
    public LookupList(List<String> words) {
        this.words = List.copyOf(words);
        lookup = new HashSet<>(words);
    }

    /**
     * What {@code by} makes of this list, made at the first call only.
     *
     * @param by the same object for the same making: it is known by its identity, and there are few; never gives null
     */
    @SuppressWarnings("unchecked") // kept beside the very function that made it
    public <T> T made(Function<List<String>, T> by) {
        for (Made one : made) {
            if (one.by == by) {
                return (T) one.what;
            }
        }
        return make(by);
    }

    private synchronized <T> T make(Function<List<String>, T> by) {
        T what = by.apply(this);
        Made[] more = new Made[made.length + 1];
        System.arraycopy(made, 0, more, 1, made.length);
        more[0] = new Made(by, what);
        made = more;
        return what;
    }

    @Override
    public String get(int index) {
        return words.get(index);
    }

    @Override
    public int size() {
        return words.size();
    }

    @Override
    public boolean contains(Object word) {
        return lookup.contains(word);
    }
}
