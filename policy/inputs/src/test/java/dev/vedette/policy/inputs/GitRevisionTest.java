package dev.vedette.policy.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitRevisionTest {
    @TempDir
    Path folder;

    private Path repository;
    private Tree tree;

    @BeforeEach
    void makeARepository() throws Exception {
        repository = folder.toRealPath().resolve("repo");
        tree = new Tree(repository);
        Files.createDirectories(repository);
        git("init", "-q");
        tree.write("deploy/a.yaml", "old: true\n");
    }

    @Test
    void hasWhatAScanReadsAsItWas() throws Exception {
        tree.write("deploy/binary.bin", "x");
        tree.write("web/Chart.yaml", "name: web\n");
        tree.write("web/templates/_helpers.tpl", "x");
        commit();
        tree.write("deploy/a.yaml", "new: true\n");
        tree.write("deploy/later.yaml", "new: true\n");

        try (GitRevision then = GitRevision.takeOut("HEAD", repository.resolve("deploy"))) {
            Path old = then.at(repository.resolve("deploy/a.yaml")).orElseThrow();
            assertThat(old).hasContent("old: true\n");
            assertThat(then.nameInRepository(old.toString())).isEqualTo("deploy/a.yaml");
            assertThat(then.nameInRepository(repository.resolve("deploy/a.yaml").toString()))
                    .isEqualTo("deploy/a.yaml");
            assertThat(then.at(repository.resolve("deploy/later.yaml"))).isEmpty();
            assertThat(then.at(repository.resolve("deploy/binary.bin"))).isEmpty();
            assertThat(then.at(repository.resolve("web/templates/_helpers.tpl")))
                    .isPresent();
        }
    }

    @Test
    void goesAwayAndLeavesTheRepositoryAsItWas() throws Exception {
        commit();
        tree.write("deploy/a.yaml", "new: true\n");
        Path old;

        try (GitRevision then = GitRevision.takeOut("HEAD", repository)) {
            old = then.at(repository.resolve("deploy/a.yaml")).orElseThrow();
        }

        assertThat(old).doesNotExist();
        assertThat(repository.resolve("deploy/a.yaml")).hasContent("new: true\n");
        assertThat(git("status", "--porcelain")).isEqualTo(" M deploy/a.yaml\n");
    }

    @Test
    void hostileNamesAreFilesAndNothingElse() throws Exception {
        List<String> names = List.of("-rf.yaml", "a b\n\"c'$(id)`.yaml", ":(glob)*.yaml", "ä→.yaml", "--output=x.yaml");
        for (String name : names) {
            tree.write("deploy/" + name, "old: true\n");
        }
        Files.createSymbolicLink(repository.resolve("deploy/away.yaml"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(repository.resolve("deploy/up.yaml"), Path.of("../../../up.yaml"));
        Files.createSymbolicLink(repository.resolve("deploy/within.yaml"), Path.of("a.yaml"));
        commit();

        try (GitRevision then = GitRevision.takeOut("HEAD", repository)) {
            for (String name : names) {
                assertThat(then.at(repository.resolve("deploy/" + name)).orElseThrow())
                        .hasContent("old: true\n");
            }
            Path deploy = then.at(repository.resolve("deploy")).orElseThrow();
            assertThat(deploy.resolve("within.yaml")).hasContent("old: true\n");
            assertThat(Files.exists(deploy.resolve("away.yaml"))).isFalse();
            assertThat(Files.exists(deploy.resolve("up.yaml"))).isFalse();
        }
    }

    @Test
    void noFilterOfTheRepositoryRuns() throws Exception {
        tree.write(".gitattributes", "*.yaml filter=evil\n");
        commit();
        git("config", "filter.evil.smudge", "touch " + folder.resolve("ran"));

        try (GitRevision then = GitRevision.takeOut("HEAD", repository)) {
            assertThat(then.at(repository.resolve("deploy/a.yaml"))).isPresent();
        }

        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void whatIsNoRevisionAndWhereThereIsNoRepositoryIsSaidInOneSentence() throws Exception {
        commit();

        for (String revision : List.of("no-such", "--help", "HEAD:deploy", "")) {
            assertThatThrownBy(() -> GitRevision.takeOut(revision, repository))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("'" + revision + "' is no commit that the repository " + repository + " has");
        }
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertThatThrownBy(() -> GitRevision.takeOut("HEAD", elsewhere))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(elsewhere + " is in no Git repository");
        try (GitRevision then = GitRevision.takeOut("HEAD", repository)) {
            assertThatThrownBy(() -> then.at(elsewhere))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is not in the Git repository");
        }
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x");
    }

    private String git(String... arguments) throws InputException, IOException {
        Path git = Program.onPath("git").orElseThrow();
        return new Program(List.of(git.toString(), "-C", repository.toString()), Map.of(), Duration.ofSeconds(20))
                .run(Stream.of(arguments).toList(), Program.text());
    }
}
