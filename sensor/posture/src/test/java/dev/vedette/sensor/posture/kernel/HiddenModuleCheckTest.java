package dev.vedette.sensor.posture.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.NodeSetting;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenModuleCheckTest {
    @TempDir
    Path root;

    @Test
    void tellsWhatOneViewHasAndTheOtherLacks() throws IOException {
        folder("ext4", "live");
        folder("unseen", "live");
        list("ext4", "ghost");

        assertThat(found()).containsExactlyInAnyOrder("not listed unseen", "not in sysfs ghost");
    }

    @Test
    void isSilentOnWhatIsBuiltInAndOnWhatComesAndGoes() throws IOException {
        folder("ext4", "live");
        folder("coming", "coming");
        folder("going", "going");
        Files.createDirectories(root.resolve("sys/module/printk/parameters"));
        list("ext4");

        assertThat(found()).isEmpty();
    }

    @Test
    void knowsNothingWhereAViewIsMissing() throws IOException {
        list("ext4");
        assertThat(found()).isEmpty();

        Files.delete(root.resolve("proc/modules"));
        folder("ext4", "live");
        assertThat(found()).isEmpty();
    }

    @Test
    void isSilentOnThisNode() {
        PostureLook look = new PostureLook(NodeRoot.own(), 1);

        new HiddenModuleCheck().look(look);

        assertThat(look.facts()).isEmpty();
    }

    private List<String> found() {
        PostureLook look = new PostureLook(new NodeRoot(root), 1);
        new HiddenModuleCheck().look(look);
        return look.facts().stream()
                .map(NodeSetting.class::cast)
                .map(setting -> setting.name() + " " + setting.value())
                .toList();
    }

    private void folder(String module, String state) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/module").resolve(module));
        Files.writeString(folder.resolve("initstate"), state + "\n");
    }

    private void list(String... modules) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String module : modules) {
            lines.append(module).append(" 16384 0 - Live 0x0000000000000000\n");
        }
        Files.writeString(Files.createDirectories(root.resolve("proc")).resolve("modules"), lines);
    }
}
