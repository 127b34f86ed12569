package dev.vedette.sensor.posture.kernel;

import dev.vedette.policy.model.PageCacheDiffers;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether what programs read of privileged files is what their disks hold.
 *
 * <p>A file is looked at twice before it is told, and not told if it was written in between. The pages of a file that
 * differs are let go afterwards, which heals it where nobody has it mapped; a file that does not differ is left alone where
 * its file system can read past its cache. Reads at most {@link #MOST_BYTES} a look.
 */
public final class PageCacheCheck implements PostureCheck {
    static final long MOST_BYTES = 256L << 20;

    private static final long LARGEST = 128L << 20;
    private static final String DIRECT = "O_DIRECT";
    private static final String AFTER_ADVICE = "read again after its pages were let go";

    private final Function<NodeRoot, List<String>> files;
    private final FileContent content;

    public PageCacheCheck(CLibrary libc) {
        this(libc, PrivilegedFiles::of);
    }

    /** @param files paths as the node names them */
    PageCacheCheck(CLibrary libc, Function<NodeRoot, List<String>> files) {
        this.files = files;
        this.content = new FileContent(libc);
    }

    @Override
    public String name() {
        return "page cache";
    }

    @Override
    public void look(PostureLook look) {
        long read = 0;
        for (String path : files.apply(look.root())) {
            Path file = look.root().resolve(path);
            try {
                long size = Files.size(file);
                if (size > LARGEST || read + size > MOST_BYTES) {
                    unjudged(look, path, "it is too large to be read at each look");
                    continue;
                }
                read += size;
                compare(look, path, file);
            } catch (IOException e) {
                unjudged(look, path, "it cannot be read (" + e.getMessage() + ")");
            }
        }
    }

    private void compare(PostureLook look, String path, Path file) throws IOException {
        // Somebody may have written it meanwhile: a real difference is still there when looked at again.
        Optional<Difference> difference = difference(file).isPresent() ? difference(file) : Optional.empty();
        if (difference.isEmpty()) {
            return;
        }
        Difference found = difference.get();
        content.letGo(file);
        look.found(new PageCacheDiffers(
                path,
                found.cached(),
                found.disk(),
                found.how(),
                content.cached(file).equals(found.disk()),
                look.epochNanos()));
    }

    private record Difference(String cached, String disk, String how) {}

    private Optional<Difference> difference(Path file) throws IOException {
        Object before = stamp(file);
        String cached = content.cached(file);
        String disk;
        String how = DIRECT;
        try {
            disk = content.direct(file);
        } catch (UnsupportedOperationException e) {
            content.letGo(file);
            disk = content.cached(file);
            how = AFTER_ADVICE;
        }
        return cached.equals(disk) || !stamp(file).equals(before)
                ? Optional.empty()
                : Optional.of(new Difference(cached, disk, how));
    }

    /** What every honest write changes; a dishonest one changes nothing, and is not excused by it. */
    private static Object stamp(Path file) throws IOException {
        return Files.readAttributes(file, "unix:ino,size,ctime");
    }

    private static void unjudged(PostureLook look, String path, String why) {
        look.problem(new ConfigProblem(path, 0, 0, why, "whether it is in memory as on its disk"));
    }
}
