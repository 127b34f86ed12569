package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process (proc(5)).
 *
 * @param state {@code T} stands still by a signal, {@code Z} has ended
 * @param startTicks since boot, in hundredths of a second
 */
record ProcessStat(int pid, char state, int parent, int group, int session, long startTicks) {
    private static final Path PROC = Path.of("/proc");
    /** Fields are counted from 1; the two before the last parenthesis are not among what follows it. */
    private static final int SKIPPED = 3;

    private static final int START_TIME = 22;

    static Optional<ProcessStat> of(int pid) {
        try {
            // The name may be any bytes.
            return Optional.of(parse(pid, Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty(); // it has gone, at whatever point of the reading
        }
    }

    static ProcessStat parse(int pid, String stat) {
        // The name in parentheses may hold spaces and parentheses itself, so the last one counts.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessStat(
                pid,
                fields[0].charAt(0),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[START_TIME - SKIPPED].strip()));
    }

    /** All processes there are now. */
    static List<ProcessStat> all() throws IOException {
        List<ProcessStat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                of(Integer.parseInt(entry.getFileName().toString())).ifPresent(all::add);
            }
        }
        return all;
    }

    boolean standsStill() {
        return state == 'T' || state == 't' || hasEnded();
    }

    boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }
}
