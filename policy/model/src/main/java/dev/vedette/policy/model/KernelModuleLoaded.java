package dev.vedette.policy.model;

/**
 * A kernel module was loaded, or a load was tried.
 *
 * @param file that it was loaded from, {@link FileObject#NONE} for one from memory or where not known
 * @param module its name or the file it came from, "" where not known
 * @param succeeded whether the kernel took it
 */
public record KernelModuleLoaded(EventContext context, FileObject file, String module, boolean succeeded)
        implements Event {}
