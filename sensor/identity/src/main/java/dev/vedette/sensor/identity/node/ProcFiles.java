package dev.vedette.sensor.identity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small files of {@code /proc}; one that is gone or refused reads as empty. */
final class ProcFiles {
    private static final int MAX_BYTES = 1 << 20;

    private ProcFiles() {}

    static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            // Latin-1 keeps every byte: names and arguments are bytes, and no byte may make a file unreadable.
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** The number in a link such as {@code mnt:[4026531832]}, 0 if it is none. */
    static long namespace(Path file) {
        String link = link(file);
        int open = link.indexOf('[');
        int close = link.indexOf(']');
        try {
            return open < 0 || close < open ? 0 : Long.parseLong(link, open + 1, close, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
