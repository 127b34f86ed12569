package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** IPv6 addresses as text in the one form of RFC 5952, so that equal addresses are equal texts. */
final class Ipv6Text {
    private static final int GROUPS = 8;
    private static final ValueLayout.OfShort GROUP = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Ipv6Text() {}

    static String of(MemorySegment segment, long at) {
        int longest = -1;
        int longestLength = 1; // a single group of zeros is not shortened
        for (int group = 0; group < GROUPS; group++) {
            int length = zerosFrom(segment, at, group);
            if (length > longestLength) {
                longest = group;
                longestLength = length;
            }
        }
        var text = new StringBuilder(39);
        for (int group = 0; group < GROUPS; group++) {
            if (group == longest) {
                text.append("::");
                group += longestLength - 1;
                continue;
            }
            if (group > 0 && !text.toString().endsWith("::")) {
                text.append(':');
            }
            text.append(Integer.toHexString(Short.toUnsignedInt(segment.get(GROUP, at + 2L * group))));
        }
        return text.toString();
    }

    private static int zerosFrom(MemorySegment segment, long at, int first) {
        int group = first;
        while (group < GROUPS && segment.get(GROUP, at + 2L * group) == 0) {
            group++;
        }
        return group - first;
    }
}
