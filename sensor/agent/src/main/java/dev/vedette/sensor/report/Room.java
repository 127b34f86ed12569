package dev.vedette.sensor.report;

/** What of a message is still free, in bytes as they are encoded. For one thread. */
public final class Room {
    private int left;

    public Room(int bytes) {
        left = bytes;
    }

    /** Whether this many still fit: they are taken then. */
    public boolean takes(int bytes) {
        boolean fits = bytes <= left;
        left -= fits ? bytes : 0;
        return fits;
    }
}
