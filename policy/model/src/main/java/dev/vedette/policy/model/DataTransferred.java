package dev.vedette.policy.model;

/**
 * Bytes went from one file to another without passing through the program's memory.
 *
 * @param source,destination {@link FileObject#NONE} where there is no file or it is not known
 * @param sourceKind,destinationKind what the descriptors are
 * @param bytes how many, 0 if it failed
 */
public record DataTransferred(
        EventContext context,
        Operation operation,
        FileObject source,
        Stdio.Kind sourceKind,
        FileObject destination,
        Stdio.Kind destinationKind,
        long bytes,
        boolean succeeded)
        implements Event {
    /** By what. */
    public enum Operation {
        SPLICE,
        TEE,
        /** From or to memory of the program, whose pages become the pipe's. */
        VMSPLICE,
        SENDFILE
    }
}
