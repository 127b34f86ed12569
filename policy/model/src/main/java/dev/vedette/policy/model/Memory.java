package dev.vedette.policy.model;

import java.time.Duration;

/**
 * What rules remember from one fact to the next: the DRL global {@code memory}.
 *
 * <p>A rule that needs more than one fact notes each and inserts what comes back; another rule of the same file matches
 * that {@link Tally}. Time is that of the facts, so that a recording gives what the live events gave; where the time of day is
 * set meanwhile, windows go on as if it had not been. What is remembered
 * is bounded: beyond {@value #MOST_SUBJECTS} subjects of a rule that which was noted longest ago is forgotten, beyond
 * {@value #MOST_ITEMS} items of a subject the oldest is.
 */
public interface Memory {
    int MOST_SUBJECTS = 2_048;
    int MOST_ITEMS = 128;

    /**
     * Notes something and counts what is remembered.
     *
     * @param tally what is counted, for example {@code VDT-3050}; a rule's own id, with a word after it where it counts twice
     * @param fact what was seen; of its container only
     * @param subject of whom; "" for the container as a whole
     * @param item what was seen: equal ones are counted once in {@link Tally#items}
     * @param window how long it is remembered
     */
    Tally note(String tally, Fact fact, String subject, String item, Duration window);

    /** What is remembered, without noting anything. */
    Tally recall(String tally, Fact fact, String subject, Duration window);
}
