package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.Rung;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that servers open by paths with several steps up. By tracepoints, which alone tell what was asked for in vain. */
@RequiresBpf
class ClimbsTest {
    private static final int ENOENT = 2;
    private static final String LISTEN = "use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0) or die;"
            + " bind($s, sockaddr_in(0, INADDR_LOOPBACK)) or die; listen($s, 1) or die;";
    private static final String OPEN = " sysopen(my $f, $_, 0) for @ARGV;";

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of(
                    "file_open", "surface", "inet_sock_set_state", "sched_process_exit")
            .with(settings -> settings.withHighest(Rung.TRACEPOINT));

    @TempDir
    private Path folder;

    private Path deep;
    private Path plain;

    @BeforeEach
    void makeFolders() throws Exception {
        deep = Files.createDirectories(folder.resolve("served").resolve("files"));
        plain = Files.createFile(folder.resolve("plain"));
    }

    @Test
    void tellsWhichFileAServerClimbedTo() throws Exception {
        String asked = deep + "/../../plain";

        int pid = Programs.run(Programs.perl(LISTEN + OPEN, asked));

        FileOpenRecord opened =
                watching.first(FileOpenRecord.class, record -> record.header().pid() == pid);
        assertThat(opened.requestedPath()).isEqualTo(asked);
        assertThat(opened.file().path()).isEqualTo(plain.toString());
    }

    @Test
    void tellsStepsAtTheEndOfALongPath() throws Exception {
        String asked = deep + "/.".repeat(300) + "/../../plain";

        int pid = Programs.run(Programs.perl(LISTEN + OPEN, asked));

        assertThat(watching.first(
                                FileOpenRecord.class, record -> record.header().pid() == pid)
                        .requestedPath())
                .isEqualTo(asked);
    }

    @Test
    void tellsWhatAServerAskedForInVain() throws Exception {
        String asked = "/srv/../../../nowhere";

        int pid = Programs.run(Programs.perl(LISTEN + OPEN, asked));

        SurfaceRecord tried =
                watching.first(SurfaceRecord.class, record -> record.header().pid() == pid);
        assertThat(tried.surface()).isEqualTo(SurfaceRecord.PATH_CLIMBED);
        assertThat(tried.name()).isEqualTo(asked);
        assertThat(tried.result()).isEqualTo(-ENOENT);
        assertThat(tried.header().flags() & RecordHeader.UNTRUSTED).isNotZero();
    }

    @Test
    void isSilentOnPathsWithoutStepsAndOnWhoDoesNotServe() throws Exception {
        int server = Programs.run(Programs.perl(
                LISTEN + OPEN, plain, deep + "/./../files/x", folder + "/a.b.c/.d/e..", "/nowhere/../nowhere"));
        int other = Programs.run(Programs.perl(OPEN, deep + "/../../plain", "/srv/../../../nowhere"));

        watching.first(ExitRecord.class, exit -> exit.header().pid() == other);
        assertThat(Stream.concat(
                        watching.ofKind(FileOpenRecord.class).stream().map(FileOpenRecord::header),
                        watching.ofKind(SurfaceRecord.class).stream().map(SurfaceRecord::header)))
                .noneMatch(header -> header.pid() == other || header.pid() == server);
    }
}
