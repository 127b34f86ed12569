package dev.vedette.sensor.identity.node;

import java.util.Optional;

/**
 * The fields of {@code /proc/N/stat} that identity needs. Source: proc_pid_stat(5).
 *
 * @param startBootNanos field 22, clock ticks of the boot clock
 */
record ProcStat(String name, int parentPid, long startBootNanos) {
    /** The name stands in parentheses and may itself hold blanks and parentheses: the last one ends it. */
    static Optional<ProcStat> parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        // The first field after the name is number 3, so 22 is at 19 and the parent, 4, at 1.
        String[] fields = text.substring(close + 1).strip().split(" ", -1);
        if (fields.length < 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcStat(
                    text.substring(open + 1, close),
                    Integer.parseInt(fields[1]),
                    Long.parseLong(fields[19]) * SeenProcess.START_GRAIN_NANOS));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
