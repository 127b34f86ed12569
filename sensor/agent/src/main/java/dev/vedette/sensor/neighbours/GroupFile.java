package dev.vedette.sensor.neighbours;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Files of one figure, as control groups and the kernel's settings have them. */
final class GroupFile {
    private GroupFile() {}

    /** Empty for {@code max}, for what is none, and where there is no such file any more. */
    static OptionalLong number(Path file) {
        // By one read: readString() asks for one byte at first, and of a setting the kernel gives nothing after that
        // (proc_dointvec).
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line.strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
