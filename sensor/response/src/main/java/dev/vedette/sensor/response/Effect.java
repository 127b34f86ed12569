package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseOutcome.Status;

/**
 * What became of a deed.
 *
 * @param how the means, for people
 * @param detail what was seen afterwards, or why it failed
 */
record Effect(Status status, String how, String detail) {
    static Effect verified(String how, String detail) {
        return new Effect(Status.VERIFIED, how, detail);
    }

    static Effect failed(String how, String detail) {
        return new Effect(Status.FAILED, how, detail);
    }

    static Effect refused(String detail) {
        return new Effect(Status.REFUSED, "", detail);
    }
}
