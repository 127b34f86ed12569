package dev.vedette.sensor.response;

import java.io.IOException;

/** What was asked for cannot be had on this node, whichever container it is for; the message says why, for people. */
public final class NotOnThisNodeException extends IOException {
    private static final long serialVersionUID = 1;

    public NotOnThisNodeException(String why) {
        super(why);
    }
}
