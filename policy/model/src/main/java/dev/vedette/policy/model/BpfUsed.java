package dev.vedette.policy.model;

/**
 * {@code bpf(2)} was called.
 *
 * @param command include/uapi/linux/bpf.h, enum bpf_cmd
 * @param succeeded whether the call did not fail
 */
public record BpfUsed(EventContext context, int command, boolean succeeded) implements Event {}
