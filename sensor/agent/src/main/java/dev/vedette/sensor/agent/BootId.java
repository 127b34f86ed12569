package dev.vedette.sensor.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's id of this boot (proc(5), /proc/sys/kernel/random/boot_id): times of the boot clock mean nothing without. */
final class BootId {
    private BootId() {}

    static String read() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown boot";
        }
    }
}
