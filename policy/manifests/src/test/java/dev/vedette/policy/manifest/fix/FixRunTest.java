package dev.vedette.policy.manifest.fix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixRunTest {
    private static final IssueFinder BASELINE = IssueFinder.of(
            new PodSecurityScan(new PodSecurityStandard(PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST)));
    private static final String OPEN = "kind: Pod\nspec:\n  hostPID: true # ü\n  containers: []\n";
    private static final String CLOSED = OPEN.replace("true", "false");

    private final StringBuilder out = new StringBuilder();

    @TempDir
    Path folder;

    @Test
    void replacesTheFileAndKeepsItsMode() throws IOException {
        Path file = file(OPEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        FixReport report = run(false, file.toString());

        assertThat(report.exitCode()).isZero();
        assertThat(file).hasContent(CLOSED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(out).isEmpty();
        assertNothingElseLiesThere(file);
    }

    @Test
    void leavesAFileAloneInWhichThereIsNothingToFix() throws IOException {
        Path file = file(CLOSED);
        Object inode = Files.getAttribute(file, "unix:ino");

        run(false, file.toString());

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    }

    @Test
    void aDryRunShowsADiffThatPatchTakes() throws Exception {
        Path file = file(OPEN.strip());

        FixReport report = run(true, file.toString());

        assertThat(report.exitCode()).isZero();
        assertThat(file).hasContent(OPEN.strip());
        assertThat(out)
                .contains("-  hostPID: true # ü\n+  hostPID: false # ü\n")
                .contains("\\ No newline at end of file");
        patch(file);
        assertThat(Files.readString(file)).isEqualTo(CLOSED.strip());
    }

    @Test
    void aDiffKeepsLineEndsOfWindows() throws Exception {
        Path file = file(OPEN.replace("\n", "\r\n"));

        run(true, file.toString());
        patch(file);

        assertThat(Files.readString(file)).isEqualTo(CLOSED.replace("\n", "\r\n"));
    }

    @Test
    void standardInputGoesToStandardOutput() {
        FixReport report = new FixRun(BASELINE, FixLevel.SAFE, false, out)
                .run(List.of("-"), new ByteArrayInputStream(OPEN.getBytes(UTF_8)));

        assertThat(report.exitCode()).isZero();
        assertThat(out).hasToString(CLOSED);
    }

    @Test
    void followsASymbolicLinkAndLeavesItOne() throws IOException {
        Path file = file(OPEN);
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file.getFileName());

        run(false, link.toString());

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).isEqualTo(CLOSED);
    }

    @Test
    void doesNotWriteWhatIsReadOnly() throws IOException {
        Path file = file(OPEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        assertRefused(file, run(false, file.toString()), "is read-only; chmod u+w it");
    }

    @Test
    void doesNotSplitHardLinks() throws IOException {
        Path file = file(OPEN);
        Files.createLink(folder.resolve("other"), file);

        assertRefused(file, run(false, file.toString()), "has 2 names (hard links)");
    }

    @Test
    void doesNotOverwriteWhatWasChangedMeanwhile() throws IOException {
        Path file = file(OPEN);
        String others = OPEN + "# mine\n";
        IssueFinder slow = manifests -> {
            try {
                Files.writeString(file, others);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return BASELINE.find(manifests);
        };

        FixReport report = new FixRun(slow, FixLevel.SAFE, false, out).run(List.of(file.toString()), System.in);

        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("was changed by somebody else meanwhile"));
        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(others);
    }

    @Test
    void whatIsLeftIsAnExitCodeOfOne() throws IOException {
        Path file = file("kind: Pod\nspec: {volumes: [{name: v, hostPath: {path: /x}}], containers: []}\n");

        assertThat(run(false, file.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsSaidAndHindersNoOtherFile() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "kind: [\n");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        Path file = file(OPEN);

        FixReport report = run(false, folder.toString());

        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.problems()).hasSize(2);
        assertThat(Files.readString(bad)).isEqualTo("kind: [\n");
        assertThat(Files.readString(file)).isEqualTo(CLOSED);
    }

    private void assertRefused(Path file, FixReport report, String sentence) throws IOException {
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(sentence));
        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.files().getFirst().done()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(OPEN);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(path -> path.toString().endsWith(".fixed"));
        }
    }

    private void assertNothingElseLiesThere(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("pod.yaml"), text);
    }

    private FixReport run(boolean dry, String operand) {
        return new FixRun(BASELINE, FixLevel.SAFE, dry, out).run(List.of(operand), System.in);
    }

    /** Lets git, which knows the format best, apply what was printed. */
    private void patch(Path file) throws IOException, InterruptedException {
        Path diff = Files.writeString(
                folder.resolve("fixes.diff"),
                out.toString().replace(file.toString().substring(1), "pod.yaml"));
        Process git = new ProcessBuilder("git", "apply", "--whitespace=nowarn", diff.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).as(said).isZero();
    }
}
