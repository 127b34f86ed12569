package dev.vedette.policy.engine;

import java.util.List;

/**
 * Where it is kept which findings have been told, so that a sensor that is started again does not tell them again.
 *
 * <p>One thread uses it. What cannot be kept costs a repetition, never a finding.
 */
public interface ToldFindings {
    /** Keeps nothing. */
    ToldFindings NOWHERE = new ToldFindings() {
        @Override
        public List<Told> earlier() {
            return List.of();
        }

        @Override
        public void told(Told told) {}
    };

    /**
     * That a finding was told.
     *
     * @param id the finding's
     * @param form what must be the same for it to be a repetition: verdict and identity
     * @param bootNanos when, boot clock: the time of day may be set meanwhile
     * @param standing whether it is about how things stand
     */
    record Told(String id, String form, long bootNanos, boolean standing) {}

    /** What was told since the node was booted, oldest first. */
    List<Told> earlier();

    /** Keeps it. */
    void told(Told told);
}
