package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseAction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The responses that last now, kept on disk so that a sensor that is started anew can undo them.
 *
 * <p>Guarantees: one is on disk before {@link #add} returns, and so before it is carried out, or the caller is told. Thread-safe.
 */
final class StandingResponses {
    private final Optional<ResponseJournal> journal;
    private final Map<String, Standing> standing = new LinkedHashMap<>();

    /** @param journal empty: they are forgotten with the sensor */
    StandingResponses(Optional<ResponseJournal> journal) {
        this.journal = journal;
        journal.ifPresent(kept -> kept.read().forEach(one -> standing.put(one.id(), one)));
    }

    /**
     * @return why it is not on disk, and so forgotten with the sensor; empty if it is
     */
    synchronized Optional<String> add(Standing one) {
        standing.put(one.id(), one);
        return keep();
    }

    /**
     * @return why the disk still says that it lasts, so that it would be undone once more after a restart; empty if it
     *     does not
     */
    synchronized Optional<String> remove(String id) {
        return standing.remove(id) == null ? Optional.empty() : keep();
    }

    private Optional<String> keep() {
        try {
            if (journal.isPresent()) {
                journal.get().write(List.copyOf(standing.values()));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the list of standing responses could not be kept on disk (" + e.getMessage() + ")");
        }
    }

    /** The oldest first. */
    synchronized List<Standing> all() {
        return List.copyOf(standing.values());
    }

    Optional<Standing> byId(String id) {
        return all().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Optional<Standing> of(String containerId, ResponseAction action) {
        return all().stream()
                .filter(one -> one.containerId().equals(containerId) && one.action() == action)
                .findFirst();
    }

    /** How many are given to culprits. */
    long toCulprits() {
        return all().stream().filter(one -> Victim.kept(one.plan()).isPresent()).count();
    }

    /** How many containers are held or cut off. */
    long heldContainers() {
        return all().stream()
                .filter(one -> one.action() == ResponseAction.PAUSE || one.action() == ResponseAction.ISOLATE_NETWORK)
                .map(Standing::containerId)
                .distinct()
                .count();
    }
}
