package dev.vedette.policy.model;

/**
 * A file was opened.
 *
 * @param requestedPath what the call asked for, read from the program's memory: untrusted, "" where not kept
 * @param raceable whether another thread could have exchanged the descriptor before it was looked at
 * @param role what the file is to the node beyond its name
 */
public record FileOpened(
        EventContext context,
        FileObject file,
        boolean read,
        boolean write,
        boolean create,
        String requestedPath,
        boolean raceable,
        FileRole role)
        implements Event {}
