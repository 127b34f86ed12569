package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestFiles;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.ReadSettings;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fixes what a scan's operands name: files in place, standard input to {@code out}. A dry run writes nothing but a diff,
 * to {@code out}. For one run and one thread.
 */
public final class FixRun {
    private static final String STANDARD_INPUT = "-";

    private final IssueFinder finder;
    private final ManifestFixer fixer;
    private final boolean dry;
    private final Appendable out;
    private final List<FixedManifest> files = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    public FixRun(IssueFinder finder, FixLevel level, boolean dry, Appendable out) {
        this.finder = finder;
        this.fixer = new ManifestFixer(finder, level);
        this.dry = dry;
        this.out = out;
    }

    /** Files, folders with all below them, and {@code -} for {@code standardInput}. */
    public FixReport run(List<String> operands, InputStream standardInput) {
        ManifestFiles named = new ManifestFiles(standardInput, ReadSettings.DEFAULT, new Named());
        operands.forEach(named::read);
        return report();
    }

    private final class Named implements ManifestFiles.Sink {
        @Override
        public void content(String file, InputStream in) throws IOException {
            fix(file, in);
        }

        /** What comes of a chart is in no file that could be mended. */
        @Override
        public void rendered(ManifestSet set) {
            problems.addAll(set.problems());
        }

        @Override
        public void problem(ManifestProblem problem) {
            problems.add(problem);
        }
    }

    private void fix(String file, InputStream in) throws IOException {
        byte[] content = in.readNBytes(YamlReader.MAX_BYTES + 1);
        try {
            YamlReader.read(new ByteArrayInputStream(content));
            FixedManifest fixed = fixer.fix(file, new String(content, StandardCharsets.UTF_8));
            files.add(handedOut(fixed, content));
        } catch (YamlException _) {
            problems.addAll(ManifestReader.readContent(file, content).problems());
        }
    }

    private FixedManifest handedOut(FixedManifest fixed, byte[] content) throws IOException {
        if (dry) {
            out.append(UnifiedDiff.of(fixed));
        } else if (fixed.file().equals(STANDARD_INPUT)) {
            out.append(fixed.after());
        } else if (fixed.isChanged()) {
            return written(fixed, content);
        }
        return fixed;
    }

    private FixedManifest written(FixedManifest fixed, byte[] content) {
        try {
            FileReplacement.write(Path.of(fixed.file()), content, fixed.after().getBytes(StandardCharsets.UTF_8));
            return fixed;
        } catch (FileReplacement.Refused e) {
            problems.add(new ManifestProblem(fixed.file(), 0, 0, e.getMessage()));
            return fixed.undone("the file " + e.getMessage());
        }
    }

    /** Judges once more, all files together, as a scan after it would. */
    private FixReport report() {
        List<Manifest> manifests = new ArrayList<>();
        List<ManifestProblem> unread = new ArrayList<>(problems);
        for (FixedManifest file : files) {
            ManifestSet set = ManifestReader.readText(file.file(), file.after());
            manifests.addAll(set.manifests());
            unread.addAll(set.problems());
        }
        IssueFinder.Found found = finder.find(new ManifestSet(manifests, unread));
        int exit = found.problems().isEmpty() ? found.exitCode() : ScanReport.NOT_JUDGED;
        return new FixReport(files, found.problems(), exit);
    }
}
