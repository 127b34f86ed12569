package dev.vedette.policy.model;

/** A fact that may have been read from a document. */
public interface PlacedFact extends Fact {
    /** Where it stands; {@link Place#NONE} for what was observed. */
    Place place();

    @Override
    default boolean standing() {
        return true;
    }
}
