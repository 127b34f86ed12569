package dev.vedette.sensor.response;

import java.io.IOException;

/** Where a container's packets pass, so that programs can judge them. Thread-safe. */
interface PacketPlace {
    /** The means, for people. */
    String how();

    /** What is seen when it works, for people. */
    String seen();

    /** Has the packets judged, both ways. */
    void attach(Quarantine quarantine) throws IOException;

    /** Takes all of ours off; how many there were. */
    int detach() throws IOException;

    /**
     * Whether packets are judged both ways.
     *
     * @throws IOException if that cannot be said, the place is gone for example
     */
    boolean isAttached() throws IOException;

    /** Whether the place is gone, and all that was there with it. */
    boolean isGone();
}
