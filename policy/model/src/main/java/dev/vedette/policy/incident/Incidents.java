package dev.vedette.policy.incident;

import dev.vedette.policy.model.Finding;
import java.time.Duration;
import java.util.List;

/**
 * Puts findings together that are one story: of one container, of processes of the node that descend from one another, of
 * a container and those that it reached into, or of the same deed in replicas of one workload, with less than {@link #GAP}
 * between one and the next. What no process did (how things stand, the sensor's own state) belongs to no story, and
 * information alone is none.
 */
public final class Incidents {
    /** Longer than that without anything, and the next finding begins another incident. */
    public static final Duration GAP = Duration.ofMinutes(10);

    private Incidents() {}

    /** The gravest first, then the latest. */
    public static List<Incident> of(List<Finding> findings) {
        IncidentBook book = new IncidentBook(Integer.MAX_VALUE, Integer.MAX_VALUE);
        book.addAll(findings);
        return book.all();
    }
}
