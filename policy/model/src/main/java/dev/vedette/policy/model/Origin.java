package dev.vedette.policy.model;

/** Whether something is happening, or is played back. */
public enum Origin {
    LIVE,
    RECORDING
}
