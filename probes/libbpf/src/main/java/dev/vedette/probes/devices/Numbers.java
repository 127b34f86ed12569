package dev.vedette.probes.devices;

import java.util.List;
import java.util.TreeSet;

/** Device numbers that programs may treat unlike others. Not thread-safe. */
final class Numbers {
    private final int last;
    private final TreeSet<Integer> known = new TreeSet<>();
    private int asked = -1;
    private boolean fromAbove;

    /** @param last the highest that there can be */
    Numbers(int last) {
        this.last = last;
    }

    /** What something was compared with; not the number that was asked for, which is compared itself. */
    void compared(long number) {
        if (number != asked && number >= 0 && number <= last) {
            known.add((int) number);
        }
    }

    void add(int number) {
        known.add(number);
    }

    /** One that is not known, from the other end than the last time: bounds lie between them. */
    int another() {
        fromAbove = !fromAbove;
        int next = fromAbove ? last : 0;
        while (next == asked || known.contains(next)) {
            next += fromAbove ? -1 : 1;
        }
        asked = next;
        return asked;
    }

    int size() {
        return known.size();
    }

    List<Integer> all() {
        return List.copyOf(known);
    }
}
