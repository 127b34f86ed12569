package dev.vedette.probes.record;

/**
 * A record's bytes do not make sense: cut off, or of a layout that is not ours. Carries no stack trace, since whoever
 * catches it counts it and goes on.
 */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int kind;
    private final int offset;

    /**
     * @param kind the record's kind, -1 where it could not be read
     * @param offset of the byte, from the record's first, that the trouble is about
     */
    public MalformedRecordException(String problem, int kind, int offset) {
        super("Record of kind " + kind + " is malformed at byte " + offset + ": " + problem, null, false, false);
        this.kind = kind;
        this.offset = offset;
    }

    public int kind() {
        return kind;
    }

    public int offset() {
        return offset;
    }
}
