package dev.vedette.policy.model;

/** A task took another name without beginning a program. Names prove nothing; {@code context.process.name} is the new one. */
public record TaskRenamed(EventContext context, String before, String after) implements Event {}
