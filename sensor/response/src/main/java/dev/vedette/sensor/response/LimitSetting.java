package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One limit of a control group.
 *
 * @param file where it stands
 * @param before what to write to have it as it was
 * @param wanted what is to be written
 */
record LimitSetting(Path file, String before, String wanted) {
    /** The limit of memory in version 1 that kills nobody; the kernel goes by it only while the node runs short. */
    static final String SOFT_MEMORY = "memory.soft_limit_in_bytes";

    /** Memory is counted in pages, of 64 KiB at most. */
    private static final long PAGE = 1 << 16;

    /** Puts it where {@link #kept} finds it. */
    void keep(Map<String, String> kept, int number) {
        kept.put(number + ".file", file.toString());
        kept.put(number + ".before", before);
        kept.put(number + ".wanted", wanted);
    }

    static List<LimitSetting> kept(Map<String, String> kept) {
        List<LimitSetting> settings = new ArrayList<>();
        for (int i = 0; kept.containsKey(i + ".file"); i++) {
            settings.add(
                    new LimitSetting(Path.of(kept.get(i + ".file")), kept.get(i + ".before"), kept.get(i + ".wanted")));
        }
        return settings;
    }

    /** In one call, as these files must be written, and without making the file. */
    void write(String value) throws IOException {
        Files.write(file, value.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    }

    /** Whether the kernel has what is wanted, or less. */
    boolean holds() {
        try {
            String now = Files.readString(file).strip();
            return now.lines().anyMatch(line -> line.equals(wanted) || says(line) || isAtMost(line));
        } catch (IOException e) {
            return false;
        }
    }

    /** Lines of io.max have more keys than were written. */
    private boolean says(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return wanted.contains("=") && words.containsAll(List.of(wanted.split(" ", -1)));
    }

    private boolean isAtMost(String line) {
        try {
            long now = Long.parseLong(line);
            long rounding = file.getFileName().toString().startsWith("memory.") ? PAGE - 1 : 0;
            return now >= 0 && now <= Long.parseLong(wanted) + rounding;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** How often it has kept somebody back; empty where the kernel does not count that, as for {@code io.max}. */
    OptionalLong hits() {
        return switch (file.getFileName().toString()) {
            case "cpu.max", "cpu.cfs_quota_us" -> count("cpu.stat", "nr_throttled");
            case "memory.high" -> count("memory.events", "high");
            case "pids.max" -> count("pids.events", "max");
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong count(String of, String key) {
        try {
            return Files.readAllLines(file.resolveSibling(of)).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** For people, for example {@code cpu.max 10000 100000 (was max 100000)}. */
    String words() {
        String name = file.getFileName().toString();
        return name + " " + wanted + " (was " + before
                + (name.equals(SOFT_MEMORY) ? "; it counts only while the node runs short of memory)" : ")");
    }
}
