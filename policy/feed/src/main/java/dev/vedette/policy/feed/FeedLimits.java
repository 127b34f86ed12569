package dev.vedette.policy.feed;

/** What both ends of the feed keep to. */
public final class FeedLimits {
    /**
     * How long one message may be, encoded, in bytes. The console's end of a stream that brings a longer one is closed,
     * so a node must not send it: it would be no shorter on the next stream.
     */
    public static final int MESSAGE_BYTES = 4 << 20;

    /** The part of a message that its content may take: the rest is for what the message says around it. */
    public static final int CONTENT_BYTES = MESSAGE_BYTES - 4_096;

    private FeedLimits() {}
}
