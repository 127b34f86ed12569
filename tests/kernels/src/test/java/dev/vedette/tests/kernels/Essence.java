package dev.vedette.tests.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a record must be the same on every rung: what was done, to what, by whom; not the numbers that differ from run
 * to run, and not what docs/rungs.md says a rung does not know.
 */
final class Essence {
    private static final List<String> MEMBERS =
            List.of("operation", "api", "family", "localAddress", "remoteAddress", "algorithm", "signal", "request");
    /** A tracepoint for it came after Linux 6.12, and its repeats are left out for long. */
    private static final String CAPABILITY = "CapabilityRecord";
    /** Told by programs that are the same on every rung. */
    private static final Set<String> WITHOUT_RUNGS = Set.of("ForkRecord", "ExitRecord", "CgroupRecord", CAPABILITY);

    private static final int FIRST_CHOSEN_PORT = 32768;

    private Essence() {}

    /** Empty for records that are not compared. */
    static Optional<String> of(JsonNode kernelRecord) {
        String is = kernelRecord.path("is").asText();
        if (WITHOUT_RUNGS.contains(is)) {
            return Optional.empty();
        }
        StringBuilder essence = new StringBuilder(is).append(' ').append(name(kernelRecord));
        for (String member : MEMBERS) {
            if (kernelRecord.has(member)) {
                essence.append(' ')
                        .append(member)
                        .append('=')
                        .append(kernelRecord.get(member).asText());
            }
        }
        for (String port : List.of("localPort", "remotePort")) {
            int number = kernelRecord.path(port).asInt();
            if (number > 0 && number < FIRST_CHOSEN_PORT) {
                essence.append(' ').append(port).append('=').append(number);
            }
        }
        return Optional.of(essence.toString());
    }

    /** The last component of the object's path: on the lowest rung a path is the caller's own spelling. */
    private static String name(JsonNode kernelRecord) {
        String path = kernelRecord.path("file").path("path").asText();
        for (String other : List.of("requestedPath", "target", "unixPath")) {
            if (path.isEmpty()) {
                path = kernelRecord.path(other).asText();
            }
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
