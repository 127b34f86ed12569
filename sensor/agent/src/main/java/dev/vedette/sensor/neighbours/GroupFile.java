package dev.vedette.sensor.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Files of one figure, as control groups and the kernel's settings have them. */
final class GroupFile {
    private GroupFile() {}

    /** Empty for {@code max}, for what is none, and where there is no such file any more. */
    static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
