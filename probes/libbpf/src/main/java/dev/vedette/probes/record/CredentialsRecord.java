package dev.vedette.probes.record;

/** Credentials changed by a call, not by a program. */
public record CredentialsRecord(RecordHeader header, RawCredentials before, RawCredentials after)
        implements KernelRecord {}
