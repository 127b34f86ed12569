package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFilesTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private static final RuleInfo RULE = new RuleInfo(
            "VDT-2019",
            "Title",
            Severity.HIGH,
            List.of(),
            false,
            Map.of("rotated-files", List.of("/[", "*.pem", "/var/lib/kubelet/pki/kubelet-client-*.pem")),
            "");

    @TempDir
    Path node;

    private final List<Long> watched = new ArrayList<>();
    private RotatedFiles files;
    private Path keys;

    @BeforeEach
    void hasAKubelet() throws IOException {
        keys = Files.createDirectories(node.resolve("var/lib/kubelet/pki"));
        files = new RotatedFiles(new NodeRoot(node), (device, inode) -> watched.add(inode));
        files.follow(List.of(RULE), PolicySet.NONE);
    }

    @Test
    void watchesTheKubeletsCertificatesWhateverTheirDateAndEachOnce() throws IOException {
        Path first = Files.createFile(keys.resolve("kubelet-client-2026-01-01-00-00-00.pem"));
        Files.createSymbolicLink(keys.resolve("kubelet-client-current.pem"), first);
        Files.createFile(keys.resolve("kubelet.crt"));

        look(0);
        look(MINUTE);

        assertThat(watched).containsExactly(inode(first));
    }

    @Test
    void findsTheOneThatTookItsPlaceAMinuteLaterAndNotBefore() throws IOException {
        look(0);
        Path renewed = Files.createFile(keys.resolve("kubelet-client-2026-02-01-00-00-00.pem"));
        look(MINUTE / 2);
        assertThat(watched).isEmpty();

        look(MINUTE);
        assertThat(watched).containsExactly(inode(renewed));
    }

    @Test
    void findsTheOthersBesideWhatIsNoPattern() throws IOException {
        Path file = Files.createFile(keys.resolve("kubelet-client-2026-01-01-00-00-00.pem"));
        Files.createFile(node.resolve("relative.pem"));

        look(0);
        look(MINUTE);

        assertThat(watched).containsExactly(inode(file));
    }

    @Test
    void isContentWithANodeThatHasNone() throws IOException {
        Files.delete(keys);
        look(0);
        assertThat(watched).isEmpty();
    }

    private void look(long nanos) {
        files.look(nanos, fact -> {
            throw new AssertionError(fact);
        });
    }

    private static long inode(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    }
}
