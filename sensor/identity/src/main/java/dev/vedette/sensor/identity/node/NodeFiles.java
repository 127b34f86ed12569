package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Files by {@code stat(2)}, in the kernel's own terms. */
final class NodeFiles {
    private static final String WANTED = "unix:dev,ino,nlink,mode,uid";

    private NodeFiles() {}

    /** Follows symbolic links, {@code /proc/N/exe} among them. */
    static Optional<FileObject> stat(Path file, String shownPath, FileObject.PathEnd end, long superMagic) {
        return read(file, shownPath, end, superMagic);
    }

    /** Follows no symbolic link at the path's end. */
    static Optional<FileObject> lstat(Path file, String shownPath) {
        return read(file, shownPath, FileObject.PathEnd.UNVERIFIED, 0, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<FileObject> read(
            Path file, String shownPath, FileObject.PathEnd end, long superMagic, LinkOption... options) {
        try {
            Map<String, Object> facts = Files.readAttributes(file, WANTED, options);
            return Optional.of(new FileObject(
                    shownPath,
                    kernelDevice(number(facts, "dev")),
                    number(facts, "ino"),
                    0,
                    superMagic,
                    number(facts, "nlink"),
                    (int) number(facts, "mode"),
                    number(facts, "uid"),
                    OverlayLayer.NONE,
                    end));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static long inode(Path file) {
        return attribute(file, "unix:ino");
    }

    /** How many names a file has; 0 where not known. */
    static long links(Path file) {
        return attribute(file, "unix:nlink");
    }

    private static long attribute(Path file, String name) {
        try {
            return ((Number) Files.getAttribute(file, name)).longValue();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** From the C library's {@code dev_t} (gnu_dev_major, gnu_dev_minor) to the kernel's (major &lt;&lt; 20 | minor). */
    static long kernelDevice(long libraryDevice) {
        long major = ((libraryDevice >>> 8) & 0xfff) | ((libraryDevice >>> 32) & 0xffff_f000L);
        long minor = (libraryDevice & 0xff) | ((libraryDevice >>> 12) & 0xffff_ff00L);
        return (major << 20) | minor;
    }

    private static long number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
