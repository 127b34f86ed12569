package dev.vedette.policy.model;

/** What the three standard descriptors of a process were when it began its program. */
public record Stdio(Kind in, Kind out, Kind err) {
    /** What a descriptor is. */
    public enum Kind {
        UNKNOWN,
        CLOSED,
        FILE,
        NULL_DEVICE,
        TERMINAL,
        PIPE,
        UNIX_SOCKET,
        /** An inet or vsock socket with a peer. */
        CONNECTED_SOCKET,
        LISTENING_SOCKET,
        OTHER
    }

    public static final Stdio UNKNOWN = new Stdio(Kind.UNKNOWN, Kind.UNKNOWN, Kind.UNKNOWN);

    public boolean any(Kind kind) {
        return in == kind || out == kind || err == kind;
    }
}
