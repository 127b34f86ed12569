package dev.vedette.probes.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.devices.Code;
import dev.vedette.probes.devices.DeviceLeave;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that the kernel has verified and runs for groups that this test makes, and what it then allows. */
@RequiresBpf
class GroupProgramsTest {
    /** BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI: linux/bpf.h. */
    private static final int TYPE = 15;

    private static final int HOOK = 6;
    private static final int BESIDE_OTHERS = 2;
    private static final int BLOCK = 1;
    private static final int CHARACTERS = 2;
    private static final int READ = 2;
    private static final int EVERY = 7;

    private Libbpf libbpf;
    private GroupPrograms programs;
    private NativeFunction attach;
    private Path above;
    private Path group;
    private final List<Integer> open = new ArrayList<>();

    @BeforeEach
    void makeGroups() throws Exception {
        libbpf = Libbpf.load();
        programs = new GroupPrograms(libbpf);
        attach = bindAttach();
        Path root = Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
                .map(Path::of)
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow();
        above = Files.createDirectory(
                root.resolve("vedette-devices-" + ProcessHandle.current().pid()));
        group = Files.createDirectory(above.resolve("one"));
    }

    @SuppressWarnings("restricted") // calling native code is what this is for
    private static NativeFunction bindAttach() {
        return NativeFunction.bind(
                SymbolLookup.libraryLookup("libbpf.so.1", Arena.global()),
                "bpf_prog_attach",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT));
    }

    @AfterEach
    void removeGroups() throws IOException {
        Files.delete(group);
        Files.delete(above);
        open.forEach(libbpf::closeDescriptor);
    }

    @Test
    void aGroupWithoutAProgramMayUseEverything() throws Exception {
        assertThat(programs.forDevicesOf(group)).isEmpty();
    }

    @Test
    void aProgramIsReadAsTheKernelKeepsIt() throws Exception {
        Code code = Code.ofRuntime()
                .allow(CHARACTERS, 1, 3, EVERY)
                .allow(CHARACTERS, 1, 5, READ)
                .end(0);
        attach(group, code);

        assertThat(programs.forDevicesOf(group))
                .singleElement()
                .satisfies(read -> assertThat(read.remaining()).isEqualTo(code.bytes().length));
        assertThat(DeviceLeave.of(programs.forDevicesOf(group), List.of()))
                .containsExactlyInAnyOrder("c 1:3 rwm", "c 1:5 r");
        // The kernel's own word for it, of a process in the group.
        assertThat(opens("/dev/null", "<")).isTrue();
        assertThat(opens("/dev/zero", "<")).isTrue();
        assertThat(opens("/dev/zero", ">")).isFalse();
        assertThat(opens("/dev/full", "<")).isFalse();
    }

    @Test
    void programsOfGroupsAboveDecideToo() throws Exception {
        attach(above, Code.ofRuntime().allow(CHARACTERS, -1, -1, EVERY).end(0));
        attach(
                group,
                Code.ofRuntime()
                        .allow(CHARACTERS, 1, -1, READ)
                        .allow(BLOCK, -1, -1, EVERY)
                        .end(0));
        attach(group, Code.ofRuntime().allow(0, 1, 5, EVERY).end(0));

        List<ByteBuffer> effective = programs.forDevicesOf(group);

        assertThat(effective).hasSize(3);
        assertThat(DeviceLeave.of(effective, List.of())).containsExactly("c 1:5 r");
        assertThat(opens("/dev/zero", "<")).isTrue();
        assertThat(opens("/dev/null", "<")).isFalse();
    }

    @Test
    void whatASensorRefusesWithIsNoRuntimesDoing() throws Exception {
        attach(group, Code.ofRuntime().allow(CHARACTERS, 1, 3, EVERY).end(0));
        try (KernelProbes sensor = KernelProbes.attach(ProbeSettings.defaults().withFacts(Set.of("deny_device")))) {
            assertThat(sensor.probes()).anyMatch(ProbeStatus::attached);
            assertThat(programs.forDevicesOf(group)).hasSize(1);
            assertThat(DeviceLeave.of(programs.forDevicesOf(group), List.of())).containsExactly("c 1:3 rwm");
        }
    }

    @Test
    void aGroupThatIsGoneIsSaid() {
        assertThatThrownBy(() -> programs.forDevicesOf(above.resolve("none")))
                .isInstanceOfSatisfying(
                        BpfException.class, e -> assertThat(e.errno()).isEqualTo(BpfException.ENOENT));
    }

    private void attach(Path to, Code code) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = code.bytes();
            MemorySegment instructions = arena.allocate(bytes.length, Long.BYTES);
            MemorySegment.copy(bytes, 0, instructions, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int program = libbpf.checked(
                    libbpf.loadProgram.integer(
                            TYPE,
                            arena.allocateFrom("vedette_test"),
                            arena.allocateFrom("GPL"),
                            instructions,
                            (long) bytes.length / Long.BYTES,
                            MemorySegment.NULL),
                    "Loading the test's program");
            open.add(program);
            int directory = libbpf.openDescriptor(to);
            open.add(directory);
            libbpf.checked(attach.integer(program, directory, HOOK, BESIDE_OTHERS), "Attaching the test's program");
        }
    }

    /** Whether a process of the group can open it. */
    private boolean opens(String device, String how) throws IOException, InterruptedException {
        String script = "echo $$ >" + group + "/cgroup.procs && (: " + how + device + ") 2>&-";
        return new ProcessBuilder("/bin/sh", "-c", script).start().waitFor() == 0;
    }
}
