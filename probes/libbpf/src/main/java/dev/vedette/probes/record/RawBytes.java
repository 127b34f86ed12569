package dev.vedette.probes.record;

import java.util.Arrays;

/** Bytes as they came, compared by what they are. Immutable. */
public final class RawBytes {
    private final byte[] bytes;

    public RawBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof RawBytes other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
