package dev.vedette.sensor.identity.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line of {@code mountinfo}. Source: proc_pid_mountinfo(5), fs/proc_namespace.c.
 *
 * @param device {@code super_block.s_dev} in the kernel's encoding (major &lt;&lt; 20 | minor)
 * @param root the directory of that file system which is mounted
 * @param target where, from the reader's root
 * @param readOnly by the mount or by the file system
 * @param propagates whether mounts made below travel to peers
 */
public record MountEntry(
        long device, String root, String target, boolean readOnly, boolean propagates, String type, String source) {
    private static final int MINOR_BITS = 20;

    /** Reads one line; empty when it is not one. */
    public static Optional<MountEntry> parse(String line) {
        String[] fields = line.split(" ", -1);
        int dash = Arrays.asList(fields).indexOf("-");
        if (dash < 6 || fields.length < dash + 4) {
            return Optional.empty();
        }
        Optional<Long> device = device(fields[2]);
        List<String> tags = Arrays.asList(fields).subList(6, dash);
        boolean readOnly = has(fields[5], "ro") || has(fields[dash + 3], "ro");
        return device.map(d -> new MountEntry(
                d,
                unescape(fields[3]),
                unescape(fields[4]),
                readOnly,
                tags.stream().anyMatch(tag -> tag.startsWith("shared:")),
                fields[dash + 1],
                unescape(fields[dash + 2])));
    }

    private static Optional<Long> device(String majorMinor) {
        int colon = majorMinor.indexOf(':');
        try {
            long major = Long.parseLong(majorMinor, 0, Math.max(colon, 0), 10);
            long minor = Long.parseLong(majorMinor, colon + 1, majorMinor.length(), 10);
            return Optional.of((major << MINOR_BITS) | minor);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean has(String options, String option) {
        return Arrays.asList(options.split(",", -1)).contains(option);
    }

    /** The kernel writes blank, tab, newline and backslash as three octal digits (seq_path). */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
