package dev.vedette.sensor.posture.version;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Go's linker writes into each program: its main module, the modules in it with their versions, and the settings it
 * was built with. Read from the file; the program is not run.
 *
 * <p>Facts: the block begins with the 14 bytes {@code \xff Go buildinf:}, aligned to 16; byte 15 has flag 2 when two strings
 * follow at offset 32, each with its length as a varint (Go 1.18 and newer, debug/buildinfo). The second string stands
 * between two marks of 16 bytes and has lines {@code path}, {@code mod}, {@code dep}, {@code build} with tabs
 * (runtime/debug, ParseBuildInfo). Immutable.
 *
 * @param mainModule the module of the program, for example {@code github.com/opencontainers/runc}; its package's path where
 *     it was built without modules, as Debian does
 * @param modules versions by module, the main one included where it has one
 * @param linkerValues what {@code -ldflags -X name=value} set, by name
 */
public record GoBuildInfo(String mainModule, Map<String, String> modules, Map<String, String> linkerValues) {
    private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ALIGNED = 16;
    private static final int HEADER = 32;
    private static final int INLINE_STRINGS = 2;
    private static final int MARK = 16;
    private static final int WINDOW = 1 << 20;
    private static final int LONGEST = 1 << 18;
    /** The block is in the data segment; no program of a node is near to this. */
    private static final long MAX_FILE = 512L << 20;

    private static final Pattern LINKER_VALUE = Pattern.compile("-X[ =]?['\"]?([\\w./-]+)=([^'\"\\s]+)");

    public GoBuildInfo {
        modules = Map.copyOf(modules);
        linkerValues = Map.copyOf(linkerValues);
    }

    /** Empty where it is no Go program, or of a Go before 1.18. */
    public static Optional<GoBuildInfo> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer window = ByteBuffer.allocate(WINDOW + ALIGNED);
            long end = Math.min(channel.size(), MAX_FILE);
            for (long at = 0; at < end; at += WINDOW) {
                window.clear();
                fill(channel, window, at);
                int found = find(window);
                if (found >= 0) {
                    return parse(channel, at + found);
                }
            }
            return Optional.empty();
        }
    }

    private static void fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining() && channel.read(into, at + into.position()) > 0) {
            // until it is full or the file ends
        }
        into.flip();
    }

    private static int find(ByteBuffer window) {
        for (int i = 0; i + MAGIC.length <= window.limit(); i += ALIGNED) {
            if (window.get(i) == MAGIC[0] && matches(window, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(ByteBuffer window, int at) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (window.get(at + i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<GoBuildInfo> parse(FileChannel channel, long at) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(HEADER + LONGEST);
        fill(channel, block, at);
        if (block.limit() < HEADER || (block.get(MAGIC.length + 1) & INLINE_STRINGS) == 0) {
            return Optional.empty();
        }
        block.position(HEADER);
        Optional<String> goVersion = string(block);
        Optional<String> modules = goVersion.isEmpty() ? Optional.empty() : string(block);
        return modules.filter(text -> text.length() >= 2 * MARK)
                .map(text -> lines(text.substring(MARK, text.length() - MARK)));
    }

    private static Optional<String> string(ByteBuffer block) {
        long length = 0;
        for (int shift = 0; shift < Long.SIZE && block.hasRemaining(); shift += 7) {
            byte next = block.get();
            length |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if (length > block.remaining()) {
                    return Optional.empty();
                }
                byte[] bytes = new byte[(int) length];
                block.get(bytes);
                return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    private static GoBuildInfo lines(String text) {
        String main = "";
        Map<String, String> modules = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split("\t", -1);
            switch (fields[0]) {
                case "path" -> main = fields.length > 1 ? fields[1] : "";
                case "mod" -> {
                    main = fields.length > 1 ? fields[1] : main;
                    put(modules, fields);
                }
                case "dep", "=>" -> put(modules, fields);
                case "build" -> {
                    Matcher set = LINKER_VALUE.matcher(line);
                    while (line.contains("-ldflags") && set.find()) {
                        values.put(set.group(1), set.group(2));
                    }
                }
                default -> {}
            }
        }
        return new GoBuildInfo(main, modules, values);
    }

    private static void put(Map<String, String> modules, String[] fields) {
        if (fields.length > 2 && !fields[2].isEmpty() && !fields[2].equals("(devel)")) {
            modules.put(fields[1], fields[2]);
        }
    }
}
