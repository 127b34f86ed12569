package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-3019, in a volume whose files were there before the container. */
@OnAttackRange
class BulkDestructionTest {
    private static final int FOLDERS = 24;

    private final AttackRange range;

    BulkDestructionTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void aTreeThatAForeignProgramRemovesIsFound() throws IOException {
        Workload attacker = withVolume(15);

        attacker.does("cp /bin/busybox /tmp/busybox-tidy && /tmp/busybox-tidy rm -rf /data/*")
                .worked();

        attacker.isFound(
                "VDT-3019",
                Severity.HIGH,
                f -> f.message().startsWith("/tmp/busybox-tidy destroyed ")
                        // The workload itself has moved a file or two before.
                        && f.evidence().get("destroyed").matches("25[0-6] removed.*")
                        && f.evidence().get("last").startsWith("/data/folder"));
    }

    /** Half of the files anew, half of them in place, as those who sell files back to their owners do. */
    @Test
    void filesThatAScriptWritesOverAndRenamesAreFound() throws IOException {
        Workload attacker = withVolume(50);

        attacker.does("""
                perl -e 'for (</data/*/*>) { open(my $f, ++$n % 2 ? ">" : "+<", $_) or die $!; print $f "locked"; close $f;
                rename $_, "$_.locked" or die $! } open(my $f, ">", "/data/README") or die $!; print $f "pay"'
                """).worked();

        attacker.isFound(
                "VDT-3019",
                Severity.LOW,
                f -> f.message().startsWith("/usr/bin/perl destroyed ")
                        && f.evidence().get("destroyed").matches(".*[0-9]+ emptied, [0-9]+ opened to be written over"));
    }

    @Test
    void filesThatAPersonsShellCutsAndMovesOneByOneAreFound() throws Exception {
        Workload attacker = withVolume(12);

        attacker.session(
                true,
                "sh",
                "-c",
                "n=0; for f in /data/*/*; do n=$((n+1)); if [ $((n % 2)) = 0 ]; then truncate -s 0 $f; fi;"
                        + " mv $f $f.locked; done");

        attacker.isFound(
                "VDT-3019",
                Severity.MEDIUM,
                f -> f.evidence().get("destroyed").matches(".*[0-9]+ renamed, [0-9]+ (emptied|opened).*"));
    }

    @Test
    void whatAContainerMadeItselfAndAppendedFilesAreSilent() throws IOException {
        Workload workload = withVolume(30);

        workload.does("""
                for f in /data/*/*; do echo line >>$f; done
                for at in /data /srv; do
                  perl -e 'for $n (0 .. 599) { $d = "$ARGV[0]/made" . $n % 30; mkdir $d; open(my $f, ">", "$d/$n.new") or die $!;
                    print $f "x"; close $f; rename "$d/$n.new", "$d/$n" or die $! }' $at
                  tar -c -f /tmp/all.tar -C $at . && mkdir $at/again && tar -x -f /tmp/all.tar -C $at/again
                  rm -rf $at/again $at/made*
                done
                i=0; while [ $i -lt 300 ]; do echo x >/tmp/log.$i; rm /tmp/log.$i; i=$((i+1)); done
                """).worked();

        workload.isSilentOn("VDT-3019");
    }

    /** With so many files in each folder. */
    private Workload withVolume(int files) throws IOException {
        Path volume = Files.createDirectory(range.folder().resolve("volume"));
        for (int folder = 0; folder < FOLDERS; folder++) {
            Path inner = Files.createDirectory(volume.resolve("folder" + folder));
            for (int file = 0; file < files; file++) {
                Files.writeString(inner.resolve("report" + file), "figures");
            }
        }
        Workload workload =
                range.workload(UnaryOperator.identity(), container -> container.mount(volume, "/data", false));
        assertThat(workload.exec("ls", "/data").exitCode()).isZero();
        return workload;
    }
}
