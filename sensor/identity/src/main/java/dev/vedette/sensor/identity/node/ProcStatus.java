package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of {@code /proc/N/status} that say who a process is. Source: fs/proc/array.c. */
final class ProcStatus {
    private final Map<String, String> values = new HashMap<>();

    ProcStatus(List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
    }

    Credentials credentials() {
        if (!values.containsKey("Uid")) {
            return Credentials.UNKNOWN;
        }
        return new Credentials(
                id("Uid", 0),
                id("Gid", 0),
                id("Uid", 1),
                id("Gid", 1),
                capabilities("CapEff"),
                capabilities("CapPrm"),
                capabilities("CapInh"),
                capabilities("CapBnd"),
                capabilities("CapAmb"),
                (int) number(values.getOrDefault("Seccomp", "-1"), 10),
                values.getOrDefault("NoNewPrivs", "0").equals("1"));
    }

    CapabilitySet capabilities(String name) {
        return new CapabilitySet(number(values.getOrDefault(name, "0"), 16));
    }

    private long id(String name, int column) {
        String[] ids = values.getOrDefault(name, "").split("\\s+", -1);
        return column < ids.length ? number(ids[column], 10) : -1;
    }

    private static long number(String text, int radix) {
        try {
            return radix == 16 ? Long.parseUnsignedLong(text, 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
