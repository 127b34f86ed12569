package dev.vedette.probes;

/**
 * What the probes take of the kernel's memory, as the kernel itself accounts for it.
 *
 * @param mapBytes of all maps, the ring included
 * @param programBytes of the loaded programs
 */
public record KernelMemory(long mapBytes, long programBytes) {}
