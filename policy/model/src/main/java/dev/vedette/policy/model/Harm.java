package dev.vedette.policy.model;

/** Harm that one does to another: {@link #container()} suffers it, and an answer may be meant for whoever does it. */
public interface Harm extends Fact {
    /** Who does it; {@link Container#HOST} for the node's own services, null where it is no one other. */
    Container culprit();
}
