package dev.vedette.probes.deny;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One thing that a container may not do. */
public sealed interface Denial {
    /** Whatever it is done to. Of devices, those that every program uses are never meant. */
    record All(DenyAction action, DenyVerdict verdict) implements Denial {
        public All {
            Objects.requireNonNull(action, "action is null");
            Objects.requireNonNull(verdict, "verdict is null");
        }
    }

    /** To begin a program that comes from there. */
    record OfClass(ExecutableClass source, DenyVerdict verdict) implements Denial {}

    /**
     * Done to one file.
     *
     * @param device {@code super_block.s_dev}
     * @param below the file is a directory, and all below it is meant
     */
    record OfFile(DenyAction action, long device, long inode, boolean below, DenyVerdict verdict) implements Denial {}

    /**
     * Done to what has this name: the last component of a path, or the last two with a slash between, or of
     * {@link DenyAction#SYSCTL} a setting like {@code kernel/core_pattern}.
     */
    record OfName(DenyAction action, String name, DenyVerdict verdict) implements Denial {
        /** Of the name in UTF-8. */
        public static final int MOST_BYTES = 59;

        /** Of the last but one component: more is not looked at. */
        public static final int MOST_DIRECTORY_BYTES = 29;

        /** Of the last component behind another one. */
        public static final int MOST_LAST_BYTES = 27;

        public OfName {
            int slash = action == DenyAction.SYSCTL ? -1 : name.indexOf('/');
            boolean fits = slash < 0
                    ? length(name) <= MOST_BYTES
                    : length(name.substring(0, slash)) <= MOST_DIRECTORY_BYTES
                            && length(name.substring(slash + 1)) <= MOST_LAST_BYTES;
            if (!fits) {
                throw new IllegalArgumentException("The name " + name + " is too long to be compared");
            }
        }

        private static int length(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** To mount a file system of this magic number. */
    record OfFileSystem(long magic, DenyVerdict verdict) implements Denial {}

    /** To open or make a device. */
    record OfDevice(boolean block, int major, int minor, DenyVerdict verdict) implements Denial {}

    /** To connect or send to ports of these addresses, both ends included. */
    record OfPeers(Prefix peers, int fromPort, int toPort, DenyVerdict verdict) implements Denial {}

    /** These are let through whatever wider rules say. */
    record Except(Prefix peers) implements Denial {}
}
