package dev.vedette.probes.record;

/**
 * setns or unshare has returned, or clone made a child with namespaces of its own. That child is the header's task; its
 * parent's namespaces are {@code before}.
 *
 * @param operation one of the constants
 * @param cloneFlags CLONE_NEW* bits; for setns with 0 the kinds that really changed
 */
public record NamespaceRecord(
        RecordHeader header, int operation, long cloneFlags, RawNamespaces before, RawNamespaces after, long result)
        implements KernelRecord {
    public static final int SETNS = 0;
    public static final int UNSHARE = 1;
    public static final int CLONE = 2;
}
