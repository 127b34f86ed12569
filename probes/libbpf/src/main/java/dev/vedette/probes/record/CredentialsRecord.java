package dev.vedette.probes.record;

/** Credentials changed by a call (the set*id family, setgroups, capset), not by a program. Calls that change nothing are left out. */
public record CredentialsRecord(RecordHeader header, RawCredentials before, RawCredentials after)
        implements KernelRecord {}
