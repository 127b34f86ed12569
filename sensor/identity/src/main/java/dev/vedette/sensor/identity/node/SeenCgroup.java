package dev.vedette.sensor.identity.node;

/**
 * A control group that exists.
 *
 * @param id the inode number of its directory in the hierarchy by which containers are told apart, which is its id (kernfs, 64-bit)
 * @param parentId 0 for the root
 * @param path from the hierarchy's root, begins with {@code /}
 */
public record SeenCgroup(long id, long parentId, String path) {}
