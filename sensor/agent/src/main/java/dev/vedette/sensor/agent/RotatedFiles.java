package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of the node that get another name with each renewal, as the kubelet's certificates: which there are is looked up again
 * and again, and each is told to the kernel side by itself, which knows no patterns of names. Looked for by one thread.
 */
final class RotatedFiles implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(RotatedFiles.class);
    private static final Set<String> PARAMETERS = Set.of("rotated-files");
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    /** More are not watched. What is no longer there goes on to count, for its number may come again. */
    private static final int MOST = 256;

    private final NodeRoot root;
    private final Watched watched;
    private final Interval interval = new Interval(BETWEEN_LOOKS);
    private final Set<FileKey> known = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private volatile Set<String> patterns = Set.of();
    private boolean begun;

    /** Takes a file whose opening for reading is to be told: see {@link KernelProbes#watchInode}. */
    interface Watched {
        void inode(long device, long inode);
    }

    private record FileKey(long device, long inode) {}

    RotatedFiles(NodeRoot root, Watched watched) {
        this.root = root;
        this.watched = watched;
    }

    /** From the next look on what these list is looked for; may be called by any thread. */
    void follow(Collection<RuleInfo> rules, PolicySet policies) {
        patterns = WatchedFiles.listed(PARAMETERS, rules, policies);
    }

    @Override
    public String name() {
        return "rotated files";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        boolean due = interval.passed(nowNanos);
        if (due || !begun) {
            begun = true;
            refused.retainAll(patterns);
            patterns.forEach(this::findSafely);
        }
    }

    /** What somebody has written wrong keeps nothing else from being found, and is said once. */
    private void findSafely(String pattern) {
        try {
            find(pattern);
        } catch (IllegalArgumentException e) {
            if (refused.add(pattern)) {
                LOG.warn(
                        "Parameter rotated-files: '{}' is no whole path with a pattern as its last name ({}); mend it in the policy.",
                        pattern,
                        e.getMessage());
            }
        }
    }

    /** @param pattern a path of the node, whose last name may have wildcards */
    private void find(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("it does not begin with /");
        }
        int name = pattern.lastIndexOf('/') + 1;
        String folder = pattern.substring(0, name);
        for (String file : root.list(folder, pattern.substring(name))) {
            if (known.size() < MOST) {
                watch(root.resolve(folder + file));
            }
        }
    }

    private void watch(Path file) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
            FileKey key = new FileKey(
                    KernelProbes.device(((Number) attributes.get("dev")).longValue()),
                    ((Number) attributes.get("ino")).longValue());
            if (known.add(key)) {
                watched.inode(key.device(), key.inode());
            }
        } catch (IOException e) {
            // Gone between listing and looking; what is there instead is found by the next look.
        }
    }
}
