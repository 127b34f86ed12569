package dev.vedette.sensor.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * By what one tells that files have changed, without reading them.
 *
 * <p>Links are followed, as Kubernetes swaps the files of a mounted ConfigMap by a link to their folder.
 */
record FileMarks(Map<Path, Mark> files) {
    static final FileMarks NONE = new FileMarks(Map.of());

    /** @param key device and inode, which differ for a file that was put in another's place */
    private record Mark(FileTime modified, long bytes, Object key) {}

    FileMarks {
        files = Map.copyOf(files);
    }

    /** The marks of a file, or of the files in a directory, hidden ones apart; {@link #NONE} where there is nothing or it can't be read. */
    static FileMarks of(Path fileOrDirectory) {
        Map<Path, Mark> marks = new TreeMap<>();
        try {
            if (Files.isDirectory(fileOrDirectory)) {
                try (Stream<Path> files = Files.list(fileOrDirectory)) {
                    files.filter(file -> !file.getFileName().toString().startsWith("."))
                            .forEach(file -> mark(file, marks));
                }
            } else {
                mark(fileOrDirectory, marks);
            }
        } catch (IOException e) {
            return NONE;
        }
        return new FileMarks(marks);
    }

    private static void mark(Path file, Map<Path, Mark> marks) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            marks.put(file, new Mark(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            // Gone between listing and looking: it is not there, which is what its absence says.
        }
    }
}
