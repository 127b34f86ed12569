package dev.vedette.probes.record;

/**
 * bpf(2) has returned. {@code command} is of enum bpf_cmd; reading and writing maps and asking what is loaded are not
 * told.
 */
public record BpfRecord(RecordHeader header, int command, long result) implements KernelRecord {}
