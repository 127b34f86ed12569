package dev.vedette.policy.model;

/**
 * {@code bpf(2)} was called.
 *
 * @param command include/uapi/linux/bpf.h, enum bpf_cmd
 * @param programType enum bpf_prog_type, where a program is loaded
 * @param attachType enum bpf_attach_type, where a program is loaded or attached
 * @param name of the program or map, chosen by the caller; "" where there is none
 * @param succeeded whether the call did not fail
 */
public record BpfUsed(
        EventContext context, int command, int programType, int attachType, String name, boolean succeeded)
        implements Event {}
