package dev.vedette.sensor.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ImageObserved.Tag;
import dev.vedette.sensor.images.store.KnownImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageHistoryTest {
    private static final String NAME = "registry.example/app:1";
    private static final KnownImage FIRST = image("sha256:first", "sha256:chain-1");
    private static final KnownImage SECOND = image("sha256:second", "sha256:chain-2");

    @TempDir
    Path folder;

    private ImageHistory history;

    @BeforeEach
    void begin() {
        history = new ImageHistory(folder.resolve("images.json"));
    }

    @Test
    void isSilentAsLongAsANameMeansTheSame() {
        assertThat(history.note(NAME, FIRST, 10)).isEqualTo(Tag.UNKNOWN);
        assertThat(history.note(NAME, FIRST, 20)).isEqualTo(Tag.UNKNOWN);
    }

    @Test
    void tellsTheNewContainerWhatItsNameMeantBeforeAndTheOldOneWhatItMeansNow() {
        history.note(NAME, FIRST, 10);

        assertThat(history.note(NAME, SECOND, 20).earlier()).isEqualTo("sha256:first-manifest");
        Tag old = history.note(NAME, FIRST, 10);
        assertThat(old.earlier()).isEmpty();
        assertThat(old.newer()).isEqualTo("sha256:second-manifest");
        assertThat(old.newerEpochNanos()).isEqualTo(20);
    }

    @Test
    void seesANameThatReturnsToAnImageItHadBefore() {
        history.note(NAME, FIRST, 10);
        history.note(NAME, SECOND, 20);

        assertThat(history.note(NAME, FIRST, 30).earlier()).isEqualTo("sha256:second-manifest");
        assertThat(history.note(NAME, SECOND, 20).newer()).isEqualTo("sha256:first-manifest");
    }

    @Test
    void remembersOverARestart() {
        history.note(NAME, FIRST, 10);
        history.save();

        ImageHistory again = new ImageHistory(folder.resolve("images.json"));
        assertThat(again.note(NAME, SECOND, 20).earlier()).isEqualTo("sha256:first-manifest");
    }

    @Test
    void knowsImagesThatAreTheSameInside() {
        history.digests(new KnownImage("sha256:a", List.of(), List.of("sha256:a-manifest"), "sha256:chain", 1, 0, 0));
        KnownImage repacked =
                new KnownImage("sha256:b", List.of(), List.of("sha256:b-manifest"), "sha256:chain", 1, 0, 0);
        KnownImage renamed = new KnownImage("sha256:a", List.of(), List.of("sha256:a2-manifest"), "", 1, 0, 0);

        assertThat(history.digests(repacked)).startsWith("sha256:b-manifest").contains("sha256:a-manifest");
        assertThat(history.digests(renamed)).startsWith("sha256:a2-manifest").contains("sha256:a-manifest");
        assertThat(history.digests(SECOND)).doesNotContain("sha256:a-manifest");
    }

    @Test
    void staysBounded() {
        for (int i = 0; i < 5_000; i++) {
            history.note("registry.example/app:" + i, FIRST, i);
            history.digests(image("sha256:" + i, "sha256:chain-" + i));
        }
        history.save();

        assertThat(folder.resolve("images.json").toFile().length()).isLessThan(4 << 20);
        assertThat(history.note("registry.example/app:4999", SECOND, 9_999).earlier())
                .isNotEmpty();
        assertThat(history.note("registry.example/app:0", SECOND, 9_999).earlier())
                .isEmpty();
    }

    @Test
    void putsABrokenFileAsideAndBeginsAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("images.json"), "{\"names\":");

        assertThat(new ImageHistory(file).note(NAME, FIRST, 10)).isEqualTo(Tag.UNKNOWN);
        assertThat(folder.resolve("images.json.broken")).hasContent("{\"names\":");
    }

    private static KnownImage image(String id, String chain) {
        return new KnownImage(id, List.of(), List.of(id + "-manifest"), chain, 1, 0, 0);
    }
}
