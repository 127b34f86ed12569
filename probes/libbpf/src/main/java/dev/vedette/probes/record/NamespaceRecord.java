package dev.vedette.probes.record;

/**
 * setns or unshare has returned.
 *
 * @param operation 0 setns, 1 unshare
 * @param cloneFlags CLONE_NEW* bits; for setns with 0 the kinds that really changed
 */
public record NamespaceRecord(
        RecordHeader header, int operation, long cloneFlags, RawNamespaces before, RawNamespaces after, long result)
        implements KernelRecord {
    public static final int SETNS = 0;
    public static final int UNSHARE = 1;
}
