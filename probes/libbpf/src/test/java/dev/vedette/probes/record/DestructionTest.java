package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are destroyed by the dozen, as the ends of calls show it; each test in a control group of its own. What higher
 * rungs know beside is shown where kernels are booted that have them.
 */
@RequiresBpf
class DestructionTest {
    private static final int FOLDERS = 8;
    private static final int FILES = 8;
    private static final int ALL = FOLDERS * FILES;
    private static final Duration OLD_ENOUGH = Duration.ofMillis(200);

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of("file_open", "file_change", "sched_process_exit")
            .with(settings -> settings.withHighest(Rung.TRACEPOINT));

    @TempDir
    Path folder;

    private final TestGroups groups = new TestGroups();
    private Path group;

    @BeforeEach
    void makeGroupAndFiles() throws Exception {
        group = groups.make("destruction");
        makeFiles();
    }

    @AfterEach
    void removeGroup() {
        groups.close();
    }

    private void makeFiles() throws IOException {
        for (int i = 0; i < ALL; i++) {
            Path inner = Files.createDirectories(folder.resolve("inner" + i / FILES));
            Files.writeString(inner.resolve("file" + i), "x");
        }
        // What was made just before a process may be its own.
        LockSupport.parkNanos(OLD_ENOUGH.toNanos());
    }

    @Test
    void tellsFilesThatAreRemovedInManyFolders() throws Exception {
        int pid = runs("unlink $_ or die $! for <$ARGV[0]/*/*>");

        DestructionRecord told = told();
        assertThat(told.header().pid()).isEqualTo(pid);
        assertThat(told.removed()).isEqualTo(ALL);
        assertThat(told.renamed() + told.emptied() + told.rewritten() + told.unsure())
                .isZero();
        assertThat(Long.bitCount(told.folders())).isBetween(FOLDERS / 2, FOLDERS);
        assertThat(told.requestedPath()).startsWith(folder + "/inner7/file");
        assertThat(told.header().flags() & RecordHeader.UNTRUSTED).isNotZero();
    }

    /** A file that is opened and renamed counts twice: when it is renamed only its name is known. */
    @Test
    void tellsWaysApart() throws Exception {
        runs("""
                for (<$ARGV[0]/*/*>) {
                  my $way = $n++ % 4;
                  if ($way == 3) { truncate $_, 0 or die $!; next }
                  open(my $o, $way ? "+<" : ">", $_) or die $! if $way < 2;
                  rename $_, "$_.new" or die $!;
                }""");

        assertThat(told())
                .extracting(
                        DestructionRecord::emptied,
                        DestructionRecord::renamed,
                        DestructionRecord::rewritten,
                        DestructionRecord::removed)
                .containsExactly(21, 32, 11, 0);
    }

    @Test
    void countsProcessesOfAGroupTogether() throws Exception {
        Programs.run(Programs.within(group, "/bin/sh", "-c", "for f in " + folder + "/*/*; do rm $f; done"));

        assertThat(told().removed()).isEqualTo(ALL);
    }

    @Test
    void saysHowManyMayBeItsOwn() throws Exception {
        runs("for (1 .. 40) { open(my $o, '>', \"$ARGV[0]/own$_\") or die $! } unlink $_ or die $! for <$ARGV[0]/*/*>");

        assertThat(told().unsure()).isEqualTo(40);
    }

    @Test
    void isSilentOnWhatIsAppendedToAndOnItsOwnFilesWrittenAgain() throws Exception {
        runs("""
                for (<$ARGV[0]/*/*>) { open(my $o, ">>", $_) or die $! }
                for my $way (">", "+<", "+<") { for (1 .. 99) { open(my $o, $way, "$ARGV[0]/own$_") or die $! } }""");
        int last = Programs.run("true");

        watching.first(ExitRecord.class, exit -> exit.header().pid() == last);
        assertThat(watching.ofKind(DestructionRecord.class)).noneMatch(this::isHere);
    }

    private int runs(String script) throws Exception {
        return Programs.run(Programs.within(group, Programs.perl(script, folder)));
    }

    private DestructionRecord told() {
        return watching.first(DestructionRecord.class, this::isHere);
    }

    private boolean isHere(DestructionRecord record) {
        try {
            return record.header().cgroupId() == TestGroups.id(group);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
