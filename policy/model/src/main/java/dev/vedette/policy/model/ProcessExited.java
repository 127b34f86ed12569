package dev.vedette.policy.model;

/**
 * A process ended.
 *
 * @param waitStatus as {@code wait(2)} gives it: signal in the low 7 bits, exit code in the next byte
 */
public record ProcessExited(EventContext context, int waitStatus) implements Event {}
