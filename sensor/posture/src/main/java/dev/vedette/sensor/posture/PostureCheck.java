package dev.vedette.sensor.posture;

/**
 * One thing that is looked at on a node. A pure function of the node: it changes nothing there, keeps nothing, and may be
 * asked from any one thread at a time.
 */
public interface PostureCheck {
    /** What it looks at, for people. */
    String name();

    /** Looks, and says what there is; a file that cannot be read is a problem told to the look, never an exception. */
    void look(PostureLook look);
}
