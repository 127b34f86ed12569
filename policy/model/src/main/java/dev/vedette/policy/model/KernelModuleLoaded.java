package dev.vedette.policy.model;

/**
 * A kernel module was loaded, or a load was tried.
 *
 * @param module its name or the file it came from, "" where not known
 * @param succeeded whether the kernel took it
 */
public record KernelModuleLoaded(EventContext context, String module, boolean succeeded) implements Event {}
