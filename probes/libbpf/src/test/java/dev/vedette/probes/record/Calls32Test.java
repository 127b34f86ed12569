package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.RequiresPrograms32;
import dev.vedette.probes.Rung;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On the rung of tracepoints calls of the 32-bit table say the same as those of the 64-bit one. Each is made by a process
 * of its own, so that none is a repeat.
 */
@RequiresBpf
@RequiresPrograms32
class Calls32Test {
    private static final int NOBODY = 65534;
    private static final int READ_EXECUTE = 5;
    private static final int ALL = 7;
    private static final long CLONE_NEWUTS = 0x4000000;
    private static final int UNSHARE = 310;

    @TempDir
    static Path folder;

    private static Path program;

    @RegisterExtension
    private static final AttachedProbes watching =
            AttachedProbes.of("compat_call").with(settings -> settings.withHighest(Rung.TRACEPOINT));

    @BeforeAll
    static void install() throws Exception {
        program = folder.resolve("calls32");
        try (InputStream built = Calls32Test.class.getResourceAsStream("/dev/vedette/probes/calls32")) {
            Files.write(program, built.readAllBytes());
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "setuid, 213, 65534, 0, 0",
        "setreuid, 203, 65534, 65534, 0",
        "setresuid, 208, 65534, 65534, 65534",
        "setuid of 16 bits, 23, 65534, 0, 0",
        "setreuid of 16 bits, 70, 65534, 65534, 0",
        "setresuid of 16 bits, 164, 65534, 65534, 65534"
    })
    void tellsAChangeOfTheUser(String name, int number, int a, int b, int c) throws Exception {
        CredentialsRecord changed = credentials(call(number, a, b, c));

        assertThat(changed.before().uid()).as(name).isZero();
        assertThat(changed.after().uid()).isEqualTo(NOBODY);
        assertThat(changed.before().effective()).isNotZero();
        assertThat(changed.after().effective()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "setgid, 214, 65534, 0, 0",
        "setregid, 204, 65534, 65534, 0",
        "setresgid, 210, 65534, 65534, 65534",
        "setgid of 16 bits, 46, 65534, 0, 0",
        "setregid of 16 bits, 71, 65534, 65534, 0",
        "setresgid of 16 bits, 170, 65534, 65534, 65534"
    })
    void tellsAChangeOfTheGroup(String name, int number, int a, int b, int c) throws Exception {
        CredentialsRecord changed = credentials(call(number, a, b, c));

        assertThat(changed.before().gid()).as(name).isZero();
        assertThat(changed.after().gid()).isEqualTo(NOBODY);
    }

    /** The user for files: with root go the rights over files. */
    @ParameterizedTest
    @ValueSource(ints = {215, 138})
    void tellsAChangeOfTheUserForFiles(int number) throws Exception {
        CredentialsRecord changed = credentials(call(number, NOBODY));

        assertThat(changed.after().uid()).isZero();
        assertThat(changed.after().effective()).isNotEqualTo(changed.before().effective());
    }

    @Test
    void tellsCapabilitiesThatAreGivenUp() throws Exception {
        CredentialsRecord changed = credentials(run("capset"));

        assertThat(changed.before().permitted()).isNotZero();
        assertThat(changed.after().permitted()).isZero();
    }

    @Test
    void tellsTheNamespaceThatWasLeft() throws Exception {
        int pid = call(UNSHARE, (int) CLONE_NEWUTS);

        NamespaceRecord left =
                watching.first(NamespaceRecord.class, record -> record.header().pid() == pid);
        assertThat(left.header().origin()).isEqualTo(RecordHeader.ORIGIN_COMPAT_CALL);
        assertThat(left.cloneFlags()).isEqualTo(CLONE_NEWUTS);
        assertThat(left.before().uts()).isNotZero().isNotEqualTo(left.after().uts());
        assertThat(left.before().mount()).isEqualTo(left.after().mount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmap", "oldmmap"})
    void tellsMemoryThatIsMappedExecutable(String how) throws Exception {
        MemoryRecord mapped = memory(run(how));

        assertThat(mapped.operation()).isEqualTo(MemoryRecord.MAP_EXECUTABLE);
        assertThat(mapped.protection()).isEqualTo(ALL);
        assertThat(mapped.address()).isBetween(1L, 0xffff_ffffL);
    }

    @Test
    void tellsWrittenMemoryThatBecomesExecutable() throws Exception {
        MemoryRecord made = memory(run("mprotect"));

        assertThat(made.operation()).isEqualTo(MemoryRecord.MAKE_EXECUTABLE);
        assertThat(made.protection()).isEqualTo(READ_EXECUTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"splice", "sendfile", "sendfile64"})
    void tellsPagesOfAFileThatTheTaskMayNotWrite(String how) throws Exception {
        TransferRecord told = transfer(run(how, "/etc/passwd"));

        assertThat(told.operation()).isEqualTo(how.equals("splice") ? TransferRecord.SPLICE : TransferRecord.SENDFILE);
        assertThat(told.source().path()).isEqualTo("/etc/passwd");
        assertThat(told.destinationKind()).isEqualTo(ExecRecord.STDIO_PIPE);
    }

    @Test
    void tellsPagesOfMemoryAndBetweenPipes() throws Exception {
        assertThat(transfer(run("vmsplice")).operation()).isEqualTo(TransferRecord.VMSPLICE);
        int pid = run("tee");
        watching.first(
                TransferRecord.class,
                record -> record.header().pid() == pid && record.operation() == TransferRecord.TEE);
    }

    private static CredentialsRecord credentials(int pid) {
        CredentialsRecord told = watching.first(
                CredentialsRecord.class, record -> record.header().pid() == pid);
        assertThat(told.header().origin()).isEqualTo(RecordHeader.ORIGIN_COMPAT_CALL);
        return told;
    }

    private static MemoryRecord memory(int pid) {
        MemoryRecord told =
                watching.first(MemoryRecord.class, record -> record.header().pid() == pid);
        assertThat(told.header().origin()).isEqualTo(RecordHeader.ORIGIN_COMPAT_CALL);
        return told;
    }

    private static TransferRecord transfer(int pid) {
        TransferRecord told =
                watching.first(TransferRecord.class, record -> record.header().pid() == pid);
        assertThat(told.header().origin()).isEqualTo(RecordHeader.ORIGIN_COMPAT_CALL);
        return told;
    }

    private static int call(int... numbers) throws Exception {
        return run(Stream.concat(Stream.of("call"), Arrays.stream(numbers).mapToObj(Integer::toString))
                .toArray(String[]::new));
    }

    private static int run(String... arguments) throws Exception {
        Process process = Programs.start(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(process.waitFor()).as(String.join(" ", arguments)).isZero();
        return (int) process.pid();
    }
}
