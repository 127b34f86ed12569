package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A program that serves, or a child of one, got code as an answer, over a connection that it had opened itself: at the
 * beginning of what came, or after the head of an answer of HTTP/1. Seen only where it was not enciphered.
 *
 * @param code what kind of code
 * @param address numeric, of whom it came from
 */
public record CodeFetched(EventContext context, Code code, String address, int port) implements Event {
    /** By the first bytes. */
    public enum Code {
        /** A compiled class of Java. */
        CLASS,
        /** An archive that begins as those of Java's classes do. */
        ARCHIVE,
        /** A program or library of ELF. */
        OBJECT,
        /** A text that names its interpreter, or of PHP. */
        SCRIPT,
        /** Of a later version of the programs in the kernel. */
        OTHER
    }

    public CodeFetched {
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(address, "address is null");
    }
}
