package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.BundleSignature;
import dev.vedette.policy.engine.BundleTrust;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.keys.SigningKeys;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle is taken as it was signed or not at all. */
class SignedBundleTest {
    private static final String CHANGED = "was changed after it was signed, or is signed by another key";

    @TempDir
    Path sources;

    @TempDir
    Path out;

    private Path jar;
    private PrivateKey key;
    private BundleTrust trust;

    @BeforeEach
    void makeBundle() throws Exception {
        Path file = out.resolve("bundle.key");
        SigningKeys.make(file);
        key = SigningKeys.privateKey(file);
        trust = BundleTrust.of(List.of(out.resolve("bundle.key.pub")));
        jar = out.resolve("bundle.jar");
        RuleSource.write(sources, "T-1", "$e : FileOpened(write)", RuleSource.detect("T-1"));
        assertThat(new RuleCompiler().compile(sources, jar, Optional.of(key))).isEmpty();
    }

    @Test
    void aSignedBundleIsTakenByItsKeyAndByNoOther() throws Exception {
        try (RuleBundle bundle = RuleBundle.open(jar, trust)) {
            assertThat(bundle.detectionRules()).containsExactly("T-1");
        }
        Path other = out.resolve("other.key");
        SigningKeys.make(other);
        Path open = out.resolve("other.key.pub");
        assertRefused(BundleTrust.of(List.of(open)), CHANGED);

        BundleTrust both = BundleTrust.of(List.of(open, out.resolve("bundle.key.pub")));
        RuleBundle.open(jar, both).close();
    }

    @Test
    void theSameSourcesAndKeyMakeTheSameBytes() throws Exception {
        Path again = out.resolve("again.jar");
        assertThat(new RuleCompiler().compile(sources, again, Optional.of(key))).isEmpty();

        assertThat(again).hasSameBinaryContentAs(jar);
    }

    @Test
    void anUnsignedOneIsRefusedWhereASignatureIsAskedFor() throws Exception {
        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();

        assertRefused(trust, "is not signed");
        RuleBundle.open(jar).close();
    }

    @Test
    void eachEntryIsPartOfWhatIsSigned() throws Exception {
        Map<String, byte[]> whole = entries();
        for (String name : whole.keySet()) {
            if (name.equals(BundleSignature.ENTRY)) {
                continue;
            }
            Map<String, byte[]> changed = new LinkedHashMap<>(whole);
            changed.merge(name, new byte[] {10}, (bytes, more) -> join(bytes, more));
            write(changed, List.of());
            assertRefused(trust, CHANGED);

            changed.remove(name);
            write(changed, List.of());
            assertRefused(trust, CHANGED);

            changed.put(name + "x", whole.get(name));
            write(changed, List.of());
            assertRefused(trust, CHANGED);
        }
    }

    @Test
    void nothingMayStandBesideWhatIsSigned() throws Exception {
        Map<String, byte[]> more = new LinkedHashMap<>(entries());
        more.put("Another.class", new byte[] {1, 2, 3});
        write(more, List.of());
        assertRefused(trust, CHANGED);

        more = new LinkedHashMap<>(entries());
        more.put("META-INF/vedette/other.sig", more.get(BundleSignature.ENTRY));
        write(more, List.of());
        assertRefused(trust, CHANGED);
    }

    @Test
    void whatStandsTwiceIsRefusedBeforeOneIsChosen() throws Exception {
        Map<String, byte[]> whole = entries();
        String name = whole.keySet().iterator().next();
        write(whole, List.of(name));

        assertRefused(trust, "is damaged");
    }

    @Test
    void whatIsNoSignatureAtAllIsRefused() throws Exception {
        for (byte[] none : List.of(new byte[0], new byte[64], new byte[3])) {
            Map<String, byte[]> whole = new LinkedHashMap<>(entries());
            whole.put(BundleSignature.ENTRY, none);
            write(whole, List.of());
            assertRefused(trust, CHANGED);
        }
    }

    @Test
    void whatIsChangedAfterItWasOpenedChangesNothing() throws Exception {
        try (RuleBundle bundle = RuleBundle.open(jar, trust)) {
            Files.writeString(jar, "gone");
            assertThat(bundle.detectionRules()).containsExactly("T-1");
            assertThat(bundle.judgedFacts()).isNotEmpty();
        }
    }

    @Test
    void aKeyThatIsNoneIsNamedWithItsFile() {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleTrust.of(List.of(jar)))
                .withMessageContaining(jar.toString());
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> BundleTrust.of(List.of(out.resolve("none"))))
                .withMessageContaining("does not exist");
    }

    private Map<String, byte[]> entries() throws Exception {
        Path original = out.resolve("original.jar");
        if (!Files.exists(original)) {
            Files.copy(jar, original);
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(original.toFile())) {
            for (ZipEntry entry : new ArrayList<>(zip.stream().toList())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    /** @param twice the names of entries that stand twice, which no library writes: the last letter is put right afterwards */
    private void write(Map<String, byte[]> entries, List<String> twice) throws Exception {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            for (String name : twice) {
                zip.putNextEntry(new ZipEntry(placeholder(name)));
                zip.write(1);
            }
        }
        String bytes = new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1);
        for (String name : twice) {
            bytes = bytes.replace(placeholder(name), name);
        }
        Files.write(jar, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String placeholder(String name) {
        return name.substring(0, name.length() - 1) + "~";
    }

    private static byte[] join(byte[] bytes, byte[] more) {
        byte[] joined = java.util.Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, joined, bytes.length, more.length);
        return joined;
    }

    private void assertRefused(BundleTrust by, String words) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> RuleBundle.open(jar, by))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(words)
                        .doesNotContain("\n")
                        .endsWith("."));
    }
}
