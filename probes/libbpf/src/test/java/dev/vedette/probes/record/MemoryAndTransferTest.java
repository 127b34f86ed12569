package dev.vedette.probes.record;

import static dev.vedette.probes.record.LibcCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told of memory that becomes executable and of pages that go from file to file. */
@RequiresBpf
@SuppressWarnings("restricted")
class MemoryAndTransferTest {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int SHARED = 1;
    private static final int PRIVATE = 2;
    private static final int ANONYMOUS = 0x20;
    private static final int PAGE = 4096;
    private static final int O_RDWR = 2;

    // For each test anew: this process is the same in all, and what it repeats is not told.
    @RegisterExtension
    private final AttachedProbes watching = AttachedProbes.of("memory", "transfer", "transfer_memory");

    @TempDir
    Path folder;

    @Test
    void tellsCodeThatIsMappedFromMemoryOnly() {
        long descriptor = call("memfd_create", "hidden", 0);
        call("ftruncate", descriptor, PAGE);
        long address = call("mmap", 0, PAGE, READ | EXECUTE, PRIVATE, descriptor, 0);

        MemoryRecord mapped = memory(MemoryRecord.MAP_EXECUTABLE, READ | EXECUTE);

        assertThat(mapped.file().path()).isEqualTo("memfd:hidden");
        assertThat(mapped.file().links()).isZero();
        assertThat(mapped.address()).isIn(address, 0L);
        call("munmap", address, PAGE);
        call("close", descriptor);
    }

    @Test
    void tellsMemoryThatIsWritableAndExecutableAtOnce() {
        long address = call("mmap", 0, PAGE, READ | WRITE | EXECUTE, PRIVATE | ANONYMOUS, -1, 0);

        assertThat(memory(MemoryRecord.MAP_EXECUTABLE, READ | WRITE | EXECUTE)
                        .file()
                        .inode())
                .isZero();
        call("munmap", address, PAGE);
    }

    @Test
    void tellsWrittenMemoryThatBecomesExecutable() {
        long address = call("mmap", 0, PAGE, READ | WRITE, PRIVATE | ANONYMOUS, -1, 0);
        call("mprotect", address, PAGE, READ | EXECUTE);

        MemoryRecord made = memory(MemoryRecord.MAKE_EXECUTABLE, READ | EXECUTE);

        assertThat(made.address()).isEqualTo(address);
        assertThat(made.protectionBefore()).isIn(READ | WRITE, -1);
        call("munmap", address, PAGE);
    }

    @Test
    void tellsAWrittenFileMappingThatBecomesExecutable() throws Exception {
        Path file = Files.write(folder.resolve("library"), new byte[PAGE]);
        long descriptor = call("open", file.toString(), 0);
        long address = call("mmap", 0, PAGE, READ | WRITE, PRIVATE, descriptor, 0);
        MemorySegment.ofAddress(address).reinterpret(PAGE).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        call("mprotect", address, PAGE, READ | EXECUTE);

        MemoryRecord made = watching.first(
                MemoryRecord.class, record -> record.file().path().equals(file.toString()));

        assertThat(made.operation()).isEqualTo(MemoryRecord.MAKE_EXECUTABLE);
        assertThat(made.file().inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        call("munmap", address, PAGE);
        call("close", descriptor);
    }

    @Test
    void tellsAFileThatIsWrittenThroughMemory() throws Exception {
        Path file = Files.write(folder.resolve("shared"), new byte[PAGE]);
        long descriptor = call("open", file.toString(), O_RDWR);
        long address = call("mmap", 0, PAGE, READ | WRITE, SHARED, descriptor, 0);

        FileChangeRecord mapped = watching.first(
                FileChangeRecord.class, record -> record.file().path().equals(file.toString()));

        assertThat(mapped.operation()).isEqualTo(FileChangeRecord.MAP_SHARED_WRITABLE);
        assertThat(mapped.value()).isEqualTo(READ | WRITE);
        call("munmap", address, PAGE);
        call("close", descriptor);
    }

    @Test
    void leavesOrdinaryLibrariesAlone() throws Exception {
        int pid = run("/bin/ls", folder.toString());
        long address = call("mmap", 0, PAGE, READ | WRITE | EXECUTE, PRIVATE | ANONYMOUS, -1, 0);

        memory(MemoryRecord.MAP_EXECUTABLE, READ | WRITE | EXECUTE);
        assertThat(watching.ofKind(MemoryRecord.class))
                .noneMatch(record -> record.header().pid() == pid);
        call("munmap", address, PAGE);
    }

    @Test
    @EnabledOnOs(architectures = "amd64")
    void tellsPagesOfAFileThatTheTaskMayNotWrite() throws Exception {
        // splice(2), which perl has no word for.
        int pid = run(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--clear-groups",
                "perl",
                "-e",
                "open F, '<', '/etc/passwd' or die; pipe R, W; syscall(275, fileno F, 0, fileno W, 0, 64, 0) > 0 or die");

        TransferRecord told =
                watching.first(TransferRecord.class, record -> record.header().pid() == pid);

        assertThat(told.operation()).isEqualTo(TransferRecord.SPLICE);
        assertThat(told.source().path()).isEqualTo("/etc/passwd");
        assertThat(told.sourceKind()).isEqualTo(ExecRecord.STDIO_FILE);
        assertThat(told.destinationKind()).isEqualTo(ExecRecord.STDIO_PIPE);
        assertThat(told.result()).isPositive();
    }

    @Test
    void tellsPagesThatGoBetweenPipesAndFromMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocate(2 * Integer.BYTES);
            MemorySegment second = arena.allocate(2 * Integer.BYTES);
            call("pipe", first.address());
            call("pipe", second.address());
            MemorySegment vector = arena.allocate(2 * Long.BYTES, Long.BYTES);
            vector.set(ValueLayout.JAVA_LONG, 0, arena.allocate(PAGE, PAGE).address());
            vector.set(ValueLayout.JAVA_LONG, Long.BYTES, 8);
            call("vmsplice", end(first, 1), vector.address(), 1, 0);
            call("tee", end(first, 0), end(second, 1), 8, 0);

            assertThat(transfer(TransferRecord.VMSPLICE).source().inode()).isZero();
            TransferRecord tee = transfer(TransferRecord.TEE);
            assertThat(tee.sourceKind()).isEqualTo(ExecRecord.STDIO_PIPE);
            assertThat(tee.destinationKind()).isEqualTo(ExecRecord.STDIO_PIPE);
            for (MemorySegment pipe : new MemorySegment[] {first, second}) {
                call("close", end(pipe, 0));
                call("close", end(pipe, 1));
            }
        }
    }

    private static int end(MemorySegment pipe, int which) {
        return pipe.getAtIndex(ValueLayout.JAVA_INT, which);
    }

    private MemoryRecord memory(int operation, int protection) {
        return watching.first(
                MemoryRecord.class,
                record -> record.header().pid() == ProcessHandle.current().pid()
                        && record.operation() == operation
                        && record.protection() == protection
                        && !record.file().path().endsWith(".jsa"));
    }

    private TransferRecord transfer(int operation) {
        return watching.first(
                TransferRecord.class,
                record -> record.header().pid() == ProcessHandle.current().pid() && record.operation() == operation);
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("output").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.waitFor();
        return (int) process.pid();
    }
}
