package dev.vedette.policy.engine;

import java.util.AbstractList;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/** A list of words in which one is looked up, not searched for. Immutable. */
final class LookupList extends AbstractList<String> implements RandomAccess {
    private final List<String> words;
    private final Set<String> lookup;

    LookupList(List<String> words) {
        this.words = List.copyOf(words);
        lookup = new HashSet<>(words);
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
