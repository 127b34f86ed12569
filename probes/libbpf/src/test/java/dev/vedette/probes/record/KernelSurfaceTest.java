package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rare entry points of the kernel, keys and eBPF. Numbers of calls are those of x86-64. */
@RequiresBpf
@EnabledOnOs(architectures = "amd64")
class KernelSurfaceTest {
    private static final int ENOENT = 2;
    private static final int ESTALE = 116;
    private static final int PERF_TYPE_SOFTWARE = 1;
    private static final int UFFD_USER_MODE_ONLY = 1;
    private static final int SYSLOG_ACTION_SIZE_BUFFER = 10;
    private static final int IORING_SETUP_CLAMP = 16;
    private static final int NEW_LISTENER = 8;
    private static final int KEYCTL_READ = 11;
    private static final int BPF_MAP_CREATE = 0;
    private static final int BPF_PROG_LOAD = 5;
    private static final int SOCKET_FILTER = 1;

    @RegisterExtension
    private static final AttachedProbes watching =
            AttachedProbes.of("surface", "ring", "key", "bpf", "sched_process_exit");

    @Test
    void tellsUserFaultHandling() throws Exception {
        assertThat(surface("syscall(323, 1)", SurfaceRecord.USERFAULTFD).value())
                .isEqualTo(UFFD_USER_MODE_ONLY);
    }

    @Test
    void tellsAFileInMemoryByTheNameTheKernelKeeps() throws Exception {
        SurfaceRecord made = surface("$n = 'vedette'; syscall(319, $n, 1)", SurfaceRecord.MEMFD_CREATE);

        assertThat(made.name()).isEqualTo("vedette");
        assertThat(made.value()).isEqualTo(1);
        assertThat(made.header().flags() & RecordHeader.UNTRUSTED).isZero();
        assertThat(made.result()).isZero();
    }

    @Test
    void tellsATryWithTheCallersWordForIt() throws Exception {
        SurfaceRecord tried = surface("$n = 'vedette'; syscall(319, $n, 0x8000)", SurfaceRecord.MEMFD_CREATE);

        assertThat(tried.name()).isEqualTo("vedette");
        assertThat(tried.header().flags() & RecordHeader.UNTRUSTED).isNotZero();
        assertThat(tried.result()).isNegative();
    }

    @Test
    void tellsTheKindOfPerformanceEvent() throws Exception {
        String open = "$a = pack('LLQx96', 1, 112, 2); syscall(298, $a, 0, -1, -1, 0)";

        assertThat(surface(open, SurfaceRecord.PERF_EVENT_OPEN).value()).isEqualTo(PERF_TYPE_SOFTWARE);
    }

    @Test
    void tellsARingForRequests() throws Exception {
        String setup = "$p = pack('LLLx108', 0, 0, 16); syscall(425, 4, $p)";

        assertThat(surface(setup, SurfaceRecord.IO_URING_SETUP).value()).isEqualTo(IORING_SETUP_CLAMP);
    }

    @Test
    void tellsWatchingOfTheFileSystem() throws Exception {
        assertThat(surface("syscall(300, 2, 0)", SurfaceRecord.FANOTIFY_INIT).value())
                .isEqualTo(2);
    }

    @Test
    void tellsWhatIsAskedOfTheKernelsLogOnceForMany() throws Exception {
        int pid = Programs.run(Programs.perl("syscall(103, 10, 0, 0) for 1..5"));

        watching.first(ExitRecord.class, exit -> exit.header().pid() == pid);
        assertThat(watching.ofKind(SurfaceRecord.class))
                .filteredOn(record -> record.header().pid() == pid)
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(SYSLOG_ACTION_SIZE_BUFFER));
    }

    @Test
    void tellsSwappingThatWasRefused() throws Exception {
        SurfaceRecord swap = surface("$f = '/nonexistent'; syscall(167, $f, 0)", SurfaceRecord.SWAP);

        assertThat(swap.name()).isEqualTo("/nonexistent");
        assertThat(swap.result()).isEqualTo(-ENOENT);
    }

    @Test
    void tellsAFilterOfCallsThatAnswersForTheKernel() throws Exception {
        String filter = "$f = pack('SCCL', 6, 0, 0, 0x7fff0000); $p = pack('Sx6P', 1, $f); syscall(317, 1, 8, $p)";

        assertThat(surface(filter, SurfaceRecord.SECCOMP_USER_NOTIFICATION).value() & NEW_LISTENER)
                .isNotZero();
    }

    @Test
    void tellsWhichFileAHandleOpened(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("by handle"));

        SurfaceRecord opened = surface(byHandle(file, folder), SurfaceRecord.OPEN_BY_HANDLE);

        assertThat(opened.name()).isEqualTo(file.toString());
        assertThat(opened.value()).isZero();
        assertThat(opened.result()).isZero();
    }

    @Test
    void tellsThatAHandleOpenedNothing(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("by handle"));
        String forged = byHandle(file, folder).replace("open(my $d", "substr($h, 8, 8) = 'no inode'; open(my $d");

        SurfaceRecord tried = surface(forged, SurfaceRecord.OPEN_BY_HANDLE);

        assertThat(tried.name()).isEmpty();
        assertThat(tried.result()).isEqualTo(-ESTALE);
    }

    /** Since 6.14 also processes have handles, and before that the call finds no file system of theirs. */
    @Test
    void isSilentOnHandlesOfProcesses() throws Exception {
        int pid = Programs.run(Programs.perl("$h = pack('LLQ', 8, 1, 1); syscall(304, -10002, $h, 0)"));

        watching.first(ExitRecord.class, exit -> exit.header().pid() == pid);
        assertThat(watching.ofKind(SurfaceRecord.class))
                .noneMatch(record -> record.header().pid() == pid);
    }

    private static String byHandle(Path file, Path mount) {
        return "$n = '%s'; $h = pack('LLx128', 128, 0); $m = pack('l', 0);".formatted(file)
                + " syscall(303, -100, $n, $h, $m, 0); open(my $d, '<', '%s'); syscall(304, fileno($d), $h, 0)"
                        .formatted(mount);
    }

    @Test
    void tellsKeysThatAreMadeAndRead() throws Exception {
        int pid = Programs.run(Programs.perl("$t = 'user'; $d = 'vedette:test'; $x = 'xx'; $b = ' ' x 8;"
                + " $k = syscall(248, $t, $d, $x, 2, -2); syscall(250, 11, $k, $b, 8, 0)"));

        KeyRecord added = key(pid, KeyRecord.ADD_KEY);
        KeyRecord read = key(pid, KEYCTL_READ);
        assertThat(added.type()).isEqualTo("user");
        assertThat(added.description()).isEqualTo("vedette:test");
        assertThat(added.result()).isPositive();
        assertThat(read.serial()).isEqualTo(added.serial()).isEqualTo((int) added.result());
    }

    @Test
    void tellsTheKindAndNameOfAProgramThatWasLoaded() throws Exception {
        String load = "$i = pack('Q2', 0xb7, 0x95); $l = 'GPL';"
                + " $a = pack('LLPPLLQLLa16', 1, 2, $i, $l, 0, 0, 0, 0, 0, 'vedette_test'); syscall(321, 5, $a, length $a)";
        int pid = Programs.run(Programs.perl(load));

        BpfRecord loaded = bpf(pid, BPF_PROG_LOAD);

        assertThat(loaded.programType()).isEqualTo(SOCKET_FILTER);
        assertThat(loaded.name()).isEqualTo("vedette_test");
        assertThat(loaded.result()).isPositive();
        assertThat(loaded.header().flags() & RecordHeader.UNTRUSTED).isZero();
    }

    @Test
    void tellsTheNameOfAMap() throws Exception {
        int pid = Programs.run(Programs.perl(
                "$a = pack('L7a16', 2, 4, 4, 1, 0, 0, 0, 'vedette_map'); syscall(321, 0, $a, length $a)"));

        BpfRecord made = bpf(pid, BPF_MAP_CREATE);

        assertThat(made.name()).isEqualTo("vedette_map");
        assertThat(made.header().flags() & RecordHeader.UNTRUSTED).isZero();
    }

    @Test
    void tellsATryByTheCallersWordsForIt() throws Exception {
        int pid = Programs.run(Programs.perl(
                "$a = pack('L7a16', 9999, 4, 4, 1, 0, 0, 0, 'vedette_map'); syscall(321, 0, $a, length $a)"));

        BpfRecord tried = bpf(pid, BPF_MAP_CREATE);

        assertThat(tried.name()).isEqualTo("vedette_map");
        assertThat(tried.result()).isNegative();
        assertThat(tried.header().flags() & RecordHeader.UNTRUSTED).isNotZero();
    }

    private static SurfaceRecord surface(String script, int surface) throws Exception {
        int pid = Programs.run(Programs.perl(script));
        return watching.first(
                SurfaceRecord.class, record -> record.header().pid() == pid && record.surface() == surface);
    }

    private static KeyRecord key(int pid, int command) {
        return watching.first(KeyRecord.class, record -> record.header().pid() == pid && record.command() == command);
    }

    private static BpfRecord bpf(int pid, int command) {
        return watching.first(BpfRecord.class, record -> record.header().pid() == pid && record.command() == command);
    }
}
