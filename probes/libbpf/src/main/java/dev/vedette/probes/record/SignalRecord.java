package dev.vedette.probes.record;

/**
 * A signal was sent to another process.
 *
 * @param code {@code si_code} (include/uapi/asm-generic/siginfo.h): 0 and below from a process, above from the kernel
 */
public record SignalRecord(RecordHeader header, RawTarget target, int signal, int code) implements KernelRecord {}
