package dev.vedette.baseline.blame;

/** What a window means for one container. Only {@link #NEIGHBOUR} is somebody else's doing. */
public enum Verdict {
    /** Too little was seen of it to call anything unusual. */
    LEARNING("learning"),
    /** It waits as it always does, or too little to matter. */
    USUAL("usual"),
    /** More than usual, but not yet in two of three windows: a burst, or the beginning of harm. */
    BRIEF("brief"),
    /** Most of what is more than usual it waited behind its own tasks, or its own use has grown and no neighbour's. */
    SELF_INFLICTED("self-inflicted"),
    /** Most of what is more than usual was its own limit's doing. */
    OWN_QUOTA("own quota"),
    /** Others are the cause, none of them for half of it: there is too little for all. */
    NODE_FULL("node full"),
    /** It is harmed, and what was seen does not say by whom. */
    UNKNOWN("unknown"),
    /** One other used more than it usually does, and is the cause of at least half of what is more than usual. */
    NEIGHBOUR("neighbour");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
