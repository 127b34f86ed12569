package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseOutcome.Status;
import java.io.IOException;

/**
 * What became of a deed.
 *
 * @param how the means, for people
 * @param detail what was seen afterwards, or why it failed
 * @param done whether it was carried out, seen to have worked or not
 */
record Effect(Status status, String how, String detail, boolean done) {
    static Effect verified(String how, String detail) {
        return new Effect(Status.VERIFIED, how, detail, true);
    }

    static Effect failed(String how, String detail) {
        return new Effect(Status.FAILED, how, detail, false);
    }

    /** Carried out without an error, and what it should do was not seen. */
    static Effect withoutEffect(String how, String detail) {
        return new Effect(Status.FAILED, how, detail, true);
    }

    /** Refused where this node cannot do it, else failed. */
    static Effect of(String how, IOException e) {
        return e instanceof NotOnThisNodeException ? refused(e.getMessage()) : failed(how, FileTrouble.in(e));
    }

    static Effect refused(String detail) {
        return new Effect(Status.REFUSED, "", detail, false);
    }

    static Effect planned(String detail) {
        return new Effect(Status.PLANNED, "", detail, false);
    }

    boolean verified() {
        return status == Status.VERIFIED;
    }
}
