package dev.vedette.policy.model;

/** A task's credentials changed without a new program. */
public record CredentialsChanged(EventContext context, Credentials before, Credentials after) implements Event {}
