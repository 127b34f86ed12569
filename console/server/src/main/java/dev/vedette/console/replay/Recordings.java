package dev.vedette.console.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The recordings that can be judged again: a folder of {@code *.rec}, to which people upload, and into which a file may be
 * put by hand. For its owner alone, since a recording says what programs were started with. Thread-safe.
 */
public final class Recordings {
    /** How long one may be that is uploaded. */
    public static final long MOST_BYTES = 64L << 20;

    /** How many are kept at most before another is taken. */
    public static final int MOST = 8;

    private static final String END = ".rec";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\.rec");
    private static final int BUFFER = 1 << 16;

    private final Path folder;

    public Recordings(Path folder) {
        this.folder = folder;
    }

    /** A recording by its file's name. */
    public record Entry(String name, long bytes) {}

    /** A recording that can't be taken; the message says why. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** By name. */
    public synchronized List<Entry> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> NAME.matcher(name(file)).matches() && isFile(file))
                    .sorted()
                    .toList();
            List<Entry> entries = new ArrayList<>();
            for (Path file : found) {
                entries.add(new Entry(name(file), Files.size(file)));
            }
            return entries;
        }
    }

    /** The file of that name; empty if there is none, or the name is none that recordings have. */
    public Optional<Path> find(String name) {
        return NAME.matcher(name).matches()
                ? Optional.of(folder.resolve(name)).filter(Recordings::isFile)
                : Optional.empty();
    }

    /**
     * Takes one in, whole or not at all.
     *
     * @param wanted what it is to be called; characters that file names had better not have are replaced
     * @return what it is called
     * @throws RefusedException if there are {@link #MOST} already, it is too long, or there is one of that name
     */
    public String add(String wanted, InputStream content) throws IOException, RefusedException {
        String name = cleaned(wanted);
        checkRoom();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path coming = Files.createTempFile(folder, ".coming", "");
        try {
            copy(content, coming);
            putIn(coming, folder.resolve(name));
            return name;
        } finally {
            Files.deleteIfExists(coming);
        }
    }

    /** Others may have come while this one did. */
    private synchronized void putIn(Path coming, Path file) throws IOException, RefusedException {
        checkRoom();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException("there is a recording " + name(file) + " already: give this one another name");
        }
        try {
            Files.move(coming, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is in the way", e);
        }
    }

    private void checkRoom() throws IOException, RefusedException {
        if (all().size() >= MOST) {
            throw new RefusedException(MOST + " recordings are kept already: remove one first");
        }
    }

    private static void copy(InputStream content, Path to) throws IOException, RefusedException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            int read = content.read(buffer);
            while (read >= 0) {
                bytes += read;
                if (bytes > MOST_BYTES) {
                    throw new RefusedException("a recording may have " + (MOST_BYTES >> 20)
                            + " MiB: judge this one with 'vedette replay', or put it into " + to.getParent());
                }
                out.write(buffer, 0, read);
                read = content.read(buffer);
            }
        }
        if (bytes == 0) {
            throw new RefusedException("the recording is empty");
        }
    }

    /** @return whether there was one */
    public synchronized boolean remove(String name) throws IOException {
        Optional<Path> file = find(name);
        return file.isPresent() && Files.deleteIfExists(file.get());
    }

    private static String cleaned(String wanted) {
        String stem = wanted.endsWith(END) ? wanted.substring(0, wanted.length() - END.length()) : wanted;
        String clean = stem.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return (clean.isEmpty() ? "recording" : clean.substring(0, Math.min(60, clean.length()))) + END;
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
