package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One bit by a cheap hash for each watched name and inode: of what has none, the programs know without a look into the
 * tables that it is not watched. Bits are set before the table is filled and never cleared. Thread-safe; two processes
 * must not write at once. Layout and hash: watched.h of the programs.
 */
final class WatchedOutline {
    static final int NAME_BITS = 12;
    static final int INODE_BITS = 16;
    private static final int INODES_AT = (1 << NAME_BITS) / Byte.SIZE;
    private static final int BYTES = INODES_AT + (1 << INODE_BITS) / Byte.SIZE;
    private static final int LONGEST_NAME = 31;
    private static final long LENGTH_FACTOR = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xff51afd7ed558ccdL;
    private static final String TABLE = "watched_outlines";

    private final KernelTables tables;

    WatchedOutline(KernelTables tables) {
        this.tables = tables;
    }

    /** @param name its bytes, which may end with NULs */
    synchronized void addName(byte[] name) {
        set(nameBit(name));
    }

    synchronized void addInode(long inode) {
        set(INODES_AT * Byte.SIZE + inodeBit(inode));
    }

    static int nameBit(byte[] name) {
        int length = 0;
        long beginning = 0;
        while (length < LONGEST_NAME && length < name.length && name[length] != 0) {
            if (length < Long.BYTES) {
                beginning |= (name[length] & 0xffL) << (Byte.SIZE * length);
            }
            length++;
        }
        return (int) (((beginning + length * LENGTH_FACTOR) * FACTOR) >>> (Long.SIZE - NAME_BITS));
    }

    static int inodeBit(long inode) {
        return (int) ((inode * FACTOR) >>> (Long.SIZE - INODE_BITS));
    }

    /** The programs see the bits as words of 64; on the little-endian machines supported those are the same bytes. */
    private void set(int bit) {
        byte[] outline = new byte[BYTES];
        tables.visit(TABLE, (_, value) -> System.arraycopy(value.toArray(JAVA_BYTE), 0, outline, 0, outline.length));
        outline[bit / Byte.SIZE] |= (byte) (1 << (bit % Byte.SIZE));
        byte[] only = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .array();
        tables.put(TABLE, only, outline);
    }
}
