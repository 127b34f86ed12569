package dev.vedette.probes.record;

/**
 * bpf(2) has returned. Reading and writing maps and asking what is loaded are not told.
 *
 * @param command of enum bpf_cmd (include/uapi/linux/bpf.h)
 * @param programType of enum bpf_prog_type, for BPF_PROG_LOAD
 * @param attachType of enum bpf_attach_type, for BPF_PROG_LOAD and BPF_LINK_CREATE
 * @param name of the program or map, "" where there is none
 */
public record BpfRecord(RecordHeader header, int command, int programType, int attachType, String name, long result)
        implements KernelRecord {}
