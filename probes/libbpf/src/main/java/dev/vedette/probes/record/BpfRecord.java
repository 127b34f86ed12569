package dev.vedette.probes.record;

/** bpf(2) has returned. {@code command} is of enum bpf_cmd. */
public record BpfRecord(RecordHeader header, int command, long result) implements KernelRecord {}
