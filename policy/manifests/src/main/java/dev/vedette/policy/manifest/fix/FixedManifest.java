package dev.vedette.policy.manifest.fix;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file's text before and after fixes.
 *
 * @param file as it was named, {@code -} for standard input
 * @param done what was changed; lines are those of the text at that time
 * @param left what was found and not changed, with the reason
 */
public record FixedManifest(String file, String before, String after, List<Done> done, List<Left> left) {
    /**
     * A change that was made.
     *
     * @param what it is now, at which pointer
     */
    public record Done(Issue issue, String what) {}

    /**
     * An issue that is left to people.
     *
     * @param hint what there is to decide, or why it was not changed
     */
    public record Left(Issue issue, String hint) {}

    public FixedManifest {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(before, "before is null");
        Objects.requireNonNull(after, "after is null");
        done = List.copyOf(done);
        left = List.copyOf(left);
    }

    public boolean isChanged() {
        return !before.equals(after);
    }

    /** The same, but nothing of it came about. */
    FixedManifest undone(String reason) {
        return new FixedManifest(
                file,
                before,
                before,
                List.of(),
                Stream.concat(done.stream().map(fix -> new Left(fix.issue(), reason)), left.stream())
                        .toList());
    }
}
