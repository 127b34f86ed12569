package dev.vedette.policy.model;

/** Where an overlay file's content lives. Source: fs/overlayfs (ovl_entry, ovl_inode.__upperdentry). */
public enum OverlayLayer {
    /** Not a file of an overlay. */
    NONE,
    /** As the image brought it. */
    LOWER,
    /** Made after the container started: it is not of the image. */
    UPPER,
    /** Copied up: changed, or only chmodded or touched. */
    BOTH
}
