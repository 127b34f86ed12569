package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of this product, from the kernel to the decoded record. */
@RequiresBpf
class VedetteObjectTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RecordDecoder decoder = new RecordDecoder();
    private final List<KernelRecord> records = new ArrayList<>();
    private final List<MalformedRecordException> malformed = new ArrayList<>();

    @Test
    void everyProgramRunsWhoseHookThisKernelHas() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults())) {
            assertThat(probes.probes()).isNotEmpty().allSatisfy(probe -> {
                if (probe.rung() == Rung.TRACEPOINT) {
                    assertThat(probe.why()).isEqualTo(hasHook(probe) ? "" : "this kernel has no " + probe.hook());
                    assertThat(probe.attached()).isEqualTo(hasHook(probe));
                } else {
                    assertThat(probe.state()).as(probe.toString()).isNotEqualTo(ProbeStatus.State.REFUSED);
                }
            });
            assertThat(probes.probes()).filteredOn(ProbeStatus::attached).hasSizeGreaterThan(20);
            assertThat(probes.blame()).isNotNull();
            assertThat(probes.failuresWithoutPlace()).isZero();
        }
    }

    /** A kernel without modules, for example, lacks their calls. */
    private static boolean hasHook(ProbeStatus probe) {
        String name = probe.hook().substring(probe.hook().indexOf('/') + 1);
        Path events = Path.of("/sys/kernel/tracing/events");
        if (probe.hook().startsWith("tracepoint/")) {
            return Files.exists(events.resolve(name));
        }
        try (var groups = Files.list(events)) {
            return groups.anyMatch(group -> Files.exists(group.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsAProcessesLifeInOrder() throws Exception {
        try (KernelProbes probes = telling("sched_process_fork", "sched_process_exec", "sched_process_exit")) {
            Process process = new ProcessBuilder("/bin/sh", "-c", "exec /bin/echo one two").start();
            process.waitFor();
            int pid = (int) process.pid();
            await(
                    probes,
                    record -> record instanceof ExitRecord exit && exit.header().pid() == pid);

            List<KernelRecord> life =
                    records.stream().filter(record -> isAbout(record, pid)).toList();
            assertThat(life)
                    .extracting(record -> (Object) record.getClass())
                    .containsSubsequence(ForkRecord.class, ExecRecord.class, ExecRecord.class, ExitRecord.class);
            assertThat(life.stream().filter(ExecRecord.class::isInstance).map(ExecRecord.class::cast))
                    .anySatisfy(exec -> {
                        assertThat(exec.requestedPath()).isEqualTo("/bin/echo");
                        assertThat(exec.arguments()).containsExactly("/bin/echo", "one", "two");
                    });
            assertThat(malformed).isEmpty();
            assertThat(probes.heartbeats()).containsKey("sched_process_exec");
        }
    }

    @Test
    void reportsReadingAWatchedNameOnly(@TempDir Path directory) throws Exception {
        Path watched = Files.writeString(directory.resolve("vedette-watched"), "x");
        Path other = Files.writeString(directory.resolve("vedette-other"), "x");
        try (KernelProbes probes = telling("file_open")) {
            probes.watchName("vedette-watched");
            new ProcessBuilder("/bin/cat", other.toString(), watched.toString())
                    .start()
                    .waitFor();
            await(probes, record -> isOpen(record, "vedette-watched"));
            assertThat(records).noneMatch(record -> isOpen(record, "vedette-other"));
        }
    }

    @Test
    void reportsReadingAWatchedFileWhateverItsName(@TempDir Path directory) throws Exception {
        Path watched = Files.writeString(directory.resolve("vedette-a"), "x");
        Path link = Files.createLink(directory.resolve("vedette-b"), watched);
        long device = KernelProbes.device((long) Files.getAttribute(watched, "unix:dev"));
        long inode = (long) Files.getAttribute(watched, "unix:ino");
        try (KernelProbes probes = telling("file_open")) {
            probes.watchInode(device, inode);
            new ProcessBuilder("/bin/cat", link.toString()).start().waitFor();
            await(probes, record -> isOpen(record, "vedette-b"));
        }
    }

    private static KernelProbes telling(String... facts) throws ProbesUnavailableException {
        return KernelProbes.attach(ProbeSettings.defaults().withFacts(Set.of(facts)));
    }

    private static boolean isAbout(KernelRecord record, int pid) {
        return record instanceof ForkRecord fork
                ? fork.childPid() == pid
                : record.header().pid() == pid;
    }

    private static boolean isOpen(KernelRecord record, String name) {
        return record instanceof FileOpenRecord open && open.file().path().endsWith(name);
    }

    private void await(KernelProbes probes, Predicate<KernelRecord> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (records.stream().noneMatch(wanted) && System.nanoTime() < deadline) {
            probes.ring().await(Duration.ofMillis(5));
            probes.ring().drain(this::decode, 10_000);
        }
        assertThat(records).anyMatch(wanted);
    }

    private void decode(MemorySegment data, long offset, int length) {
        try {
            records.add(decoder.decode(data, offset, length));
        } catch (MalformedRecordException e) {
            malformed.add(e);
        }
    }
}
