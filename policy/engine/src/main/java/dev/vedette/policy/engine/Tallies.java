package dev.vedette.policy.engine;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Memory;
import dev.vedette.policy.model.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rules of one engine have noted. For one thread. */
final class Tallies implements Memory {
    private final Map<String, Map<Subject, Noted>> byName = new HashMap<>();

    private record Subject(String container, String name) {}

    @Override
    public Tally note(String tally, Fact fact, String subject, String item, Duration window) {
        Noted noted = of(tally, new Subject(fact.container().id(), subject));
        noted.forget(fact.epochNanos(), window.toNanos());
        noted.add(item, fact.epochNanos());
        return noted.tally(tally, fact, subject);
    }

    @Override
    public Tally recall(String tally, Fact fact, String subject, Duration window) {
        Noted noted = byName.getOrDefault(tally, Map.of())
                .getOrDefault(new Subject(fact.container().id(), subject), new Noted());
        noted.forget(fact.epochNanos(), window.toNanos());
        return noted.tally(tally, fact, subject);
    }

    private Noted of(String tally, Subject subject) {
        Map<Subject, Noted> subjects = byName.computeIfAbsent(tally, _ -> new LinkedHashMap<>());
        Noted noted = subjects.remove(subject);
        if (noted == null) {
            noted = new Noted();
            forgetOldest(subjects, MOST_SUBJECTS - 1);
        }
        // Put in again at the end, so that the first is the one noted longest ago.
        subjects.put(subject, noted);
        return noted;
    }

    private static void forgetOldest(Map<?, ?> noted, int left) {
        for (Iterator<?> oldest = noted.keySet().iterator(); noted.size() > left; ) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Of one subject. */
    private static final class Noted {
        /** When each was seen last, the longest ago first. */
        private final Map<String, Long> items = new LinkedHashMap<>();

        private long total;

        void forget(long epochNanos, long windowNanos) {
            items.values().removeIf(seen -> epochNanos - seen > windowNanos);
            if (items.isEmpty()) {
                total = 0;
            }
        }

        Tally tally(String name, Fact fact, String subject) {
            return new Tally(name, fact, subject, List.copyOf(items.keySet()), total);
        }

        void add(String item, long epochNanos) {
            items.remove(item);
            forgetOldest(items, MOST_ITEMS - 1);
            items.put(item, epochNanos);
            total++;
        }
    }
}
