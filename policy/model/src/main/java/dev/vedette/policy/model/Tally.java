package dev.vedette.policy.model;

import java.util.List;

/**
 * What a rule has noted within its window, the newest included.
 *
 * @param name what is counted, as it was noted
 * @param fact the newest
 * @param subject of whom
 * @param items what was seen, each once, the longest remembered first; at most {@link Memory#MOST_ITEMS}
 * @param total how often something was noted since the oldest item that is still remembered
 */
public record Tally(String name, Fact fact, String subject, List<String> items, long total) {
    public Tally {
        items = List.copyOf(items);
    }

    public int distinct() {
        return items.size();
    }
}
