package dev.vedette.policy.engine;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Memory;
import dev.vedette.policy.model.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rules of one engine have noted. For one thread.
 *
 * <p>Windows go by the time of facts, and go on evenly where somebody sets the time of day: events say what the boot clock
 * was as well, so that the first one after that shows by how much, and what is remembered is moved by it.
 */
final class Tallies implements Memory {
    /** What time services correct by less is left alone: to move what is remembered takes a look at all of it. */
    private static final long LEAST_JUMP_NANOS = 1_000_000_000L;

    private final Map<String, Map<Subject, Noted>> byName = new HashMap<>();

    private boolean bootKnown;
    private long bootedEpochNanos;

    private record Subject(String container, String name) {}

    @Override
    public Tally note(String tally, Fact fact, String subject, String item, Duration window) {
        keepTime(fact);
        Noted noted = of(tally, new Subject(fact.container().id(), subject));
        noted.forget(fact.epochNanos(), window.toNanos());
        noted.add(item, fact.epochNanos());
        return noted.tally(tally, fact, subject);
    }

    @Override
    public Tally recall(String tally, Fact fact, String subject, Duration window) {
        keepTime(fact);
        Noted noted = byName.getOrDefault(tally, Map.of())
                .getOrDefault(new Subject(fact.container().id(), subject), new Noted());
        noted.forget(fact.epochNanos(), window.toNanos());
        return noted.tally(tally, fact, subject);
    }

    /** Into the time of day as this fact has it, which was judged late and may be from before the clock was set. */
    private void keepTime(Fact fact) {
        EventContext context = switch (fact) {
            case Event event -> event.context();
            case BaselineDeviation deviation -> deviation.context();
            default -> null;
        };
        if (context == null) {
            return;
        }
        long booted = context.epochNanos() - context.bootNanos();
        long jump = booted - bootedEpochNanos;
        if (!bootKnown || Math.abs(jump) >= LEAST_JUMP_NANOS) {
            if (bootKnown) {
                byName.values().forEach(subjects -> subjects.values().forEach(noted -> noted.move(jump)));
            }
            bootKnown = true;
            bootedEpochNanos = booted;
        }
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

        void move(long byNanos) {
            items.replaceAll((item, seen) -> seen + byNanos);
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
