package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.PolicySet;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedBundleTest {
    @TempDir
    Path sources;

    @TempDir
    Path out;

    private Path jar;

    @BeforeEach
    void makeBundle() throws Exception {
        jar = out.resolve("bundle.jar");
        RuleSource.write(sources, "T-1", "$e : FileOpened(write)", RuleSource.detect("T-1"));
        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(out.resolve("none.jar"), "can't be read");
    }

    @Test
    void refusesWhatIsNoBundle() throws Exception {
        Files.writeString(jar, "not a jar");

        assertRefused(jar, "is damaged");
    }

    @Test
    void refusesADirectoryWithoutRules() {
        assertRefused(sources, "holds no compiled rules");
    }

    @Test
    void refusesABundleOfAnotherDrools() throws Exception {
        change("META-INF/kie/dev.vedette.bundle/rules/drools-model", "Drools-Model-Version:7.0.0\nmy.rules.Rules1\n");

        assertRefused(jar, "was compiled for Drools 7.0.0, this is 10.");
    }

    @Test
    void refusesABundleWhoseClassesAreMissing() throws Exception {
        change("META-INF/kie/dev.vedette.bundle/rules/drools-model", "Drools-Model-Version:10.2.0\nmy.rules.Gone\n");

        assertRefused(jar, "is damaged or made for another version");
    }

    @Test
    void refusesTwoRulesOfOneId() throws Exception {
        try (RuleBundle one = RuleBundle.open(jar);
                RuleBundle two = RuleBundle.open(jar)) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() -> new PolicyEngine(
                            new Site("n", "b"), List.of(one, two), PolicySet.NONE, EngineObserver.NONE))
                    .withMessageContaining("brings rule T-1, which another bundle has already");
        }
    }

    @Test
    void neverThrowsAnythingElseOnDamage() throws Exception {
        byte[] whole = Files.readAllBytes(jar);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = 1 + random.nextInt(20); n > 0 && damaged.length > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = out.resolve("damaged.jar");
            Files.write(file, damaged);
            try (RuleBundle bundle = RuleBundle.open(file);
                    PolicyEngine engine = new PolicyEngine(
                            new Site("n", "b"), List.of(bundle), PolicySet.NONE, EngineObserver.NONE)) {
                engine.evaluate(Opened.forWriting("/a"), f -> {});
            } catch (BundleException e) {
                refused++;
                assertThat(e.getMessage()).endsWith(".").doesNotContain("\n");
            }
        }
        assertThat(refused).isPositive();
    }

    private void change(String entry, String text) throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.writeString(zip.getPath(entry), text);
        }
    }

    private static void assertRefused(Path bundle, String words) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> RuleBundle.open(bundle))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(words)
                        .doesNotContain("\n")
                        .endsWith("."));
    }
}
