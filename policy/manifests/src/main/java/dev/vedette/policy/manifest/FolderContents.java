package dev.vedette.policy.manifest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What there is to be read in a folder and below it, in the order of the names.
 *
 * @param files what looks like manifests
 * @param charts folders of charts; their files are not among {@code files}
 * @param kustomizations files that say how others are put together
 */
record FolderContents(List<Path> files, List<Path> charts, List<Path> kustomizations) {
    private static final String CHART = "Chart.yaml";

    /** Looks for them; symbolic links to folders are not followed. */
    static FolderContents of(Path folder) throws IOException {
        Finder finder = new Finder();
        Files.walkFileTree(folder, finder);
        return new FolderContents(
                List.copyOf(finder.files), List.copyOf(finder.charts), List.copyOf(finder.kustomizations));
    }

    static boolean isChart(Path folder) {
        return Files.isRegularFile(folder.resolve(CHART));
    }

    boolean isEmpty() {
        return files.isEmpty() && charts.isEmpty() && kustomizations.isEmpty();
    }

    private static final class Finder extends SimpleFileVisitor<Path> {
        private final SortedSet<Path> files = new TreeSet<>();
        private final SortedSet<Path> charts = new TreeSet<>();
        private final SortedSet<Path> kustomizations = new TreeSet<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (isChart(folder)) {
                charts.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Kustomization.isNamedSo(file)) {
                kustomizations.add(file);
            } else if (ManifestFiles.looksLikeManifest(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
