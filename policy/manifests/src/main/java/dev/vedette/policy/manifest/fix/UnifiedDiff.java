package dev.vedette.policy.manifest.fix;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.vedette.policy.model.PrintableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code git apply} and {@code patch -p1} take. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_BREAK = "\n\\ No newline at end of file";

    private UnifiedDiff() {}

    /** "" if the file is not changed. */
    static String of(FixedManifest fixed) {
        List<String> before = lines(fixed.before());
        String path = Path.of(fixed.file()).normalize().toString();
        String name = PrintableText.of(path.startsWith("/") ? path.substring(1) : path);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                "a/" + name, "b/" + name, before, DiffUtils.diff(before, lines(fixed.after())), CONTEXT);
        return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
    }

    /** Carriage returns stay, and a last line without a break says so. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.removeLast();
        if (!last.isEmpty()) {
            lines.add(last + NO_BREAK);
        }
        return lines;
    }
}
