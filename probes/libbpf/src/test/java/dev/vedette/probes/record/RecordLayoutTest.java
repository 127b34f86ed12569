package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what Java and the kernel's programs think of the records equal. */
class RecordLayoutTest {
    private static final Path HEADERS = Path.of("../bpf/src/main/bpf/include");

    private static BpfTypes compiled;

    private record Field(String name, long offset, long bytes) {}

    @BeforeAll
    static void readObject() throws IOException, InterruptedException {
        compiled = BpfTypes.read();
    }

    static List<StructLayout> structs() {
        return RecordLayout.ALL;
    }

    @ParameterizedTest
    @MethodSource("structs")
    void everyFieldStandsWhereTheProgramsPutIt(StructLayout layout) {
        String name = layout.name().orElseThrow();

        assertThat(fieldsOf(layout)).isEqualTo(compiledFieldsOf(name));
        assertThat(layout.byteSize()).isEqualTo(compiled.sizeOfStruct(name));
    }

    @Test
    void kindsHaveTheSameNumbers() throws IOException {
        assertThat(enumeration("record.h", "vdt_kind"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("VDT_EXEC", RecordLayout.EXEC_KIND),
                        Map.entry("VDT_FORK", RecordLayout.FORK_KIND),
                        Map.entry("VDT_EXIT", RecordLayout.EXIT_KIND),
                        Map.entry("VDT_FILE_OPEN", RecordLayout.FILE_OPEN_KIND),
                        Map.entry("VDT_MOUNT", RecordLayout.MOUNT_KIND),
                        Map.entry("VDT_NAMESPACE", RecordLayout.NAMESPACE_KIND),
                        Map.entry("VDT_SOCKET", RecordLayout.SOCKET_KIND),
                        Map.entry("VDT_CREDENTIALS", RecordLayout.CREDENTIALS_KIND),
                        Map.entry("VDT_MODULE", RecordLayout.MODULE_KIND),
                        Map.entry("VDT_BPF", RecordLayout.BPF_KIND),
                        Map.entry("VDT_CGROUP", RecordLayout.CGROUP_KIND)));
    }

    @Test
    void enumerationsHaveTheSameNumbers() throws IOException {
        assertThat(enumeration("record.h", "vdt_path_end"))
                .isEqualTo(Map.of(
                        "VDT_PATH_ROOT", RawFile.PATH_ROOT,
                        "VDT_PATH_OUTSIDE", RawFile.PATH_OUTSIDE,
                        "VDT_PATH_DETACHED", RawFile.PATH_DETACHED,
                        "VDT_PATH_TRUNCATED", RawFile.PATH_TRUNCATED));
        assertThat(enumeration("record.h", "vdt_overlay"))
                .isEqualTo(
                        Map.of("VDT_OVERLAY_LOWER", RawFile.OVERLAY_LOWER, "VDT_OVERLAY_UPPER", RawFile.OVERLAY_UPPER));
        assertThat(enumeration("record.h", "vdt_stdio"))
                .isEqualTo(Map.of(
                        "VDT_STDIO_UNKNOWN", ExecRecord.STDIO_UNKNOWN,
                        "VDT_STDIO_CLOSED", ExecRecord.STDIO_CLOSED,
                        "VDT_STDIO_FILE", ExecRecord.STDIO_FILE,
                        "VDT_STDIO_NULL", ExecRecord.STDIO_NULL,
                        "VDT_STDIO_TERMINAL", ExecRecord.STDIO_TERMINAL,
                        "VDT_STDIO_PIPE", ExecRecord.STDIO_PIPE,
                        "VDT_STDIO_UNIX_SOCKET", ExecRecord.STDIO_UNIX_SOCKET,
                        "VDT_STDIO_CONNECTED_SOCKET", ExecRecord.STDIO_CONNECTED_SOCKET,
                        "VDT_STDIO_LISTENING_SOCKET", ExecRecord.STDIO_LISTENING_SOCKET,
                        "VDT_STDIO_OTHER", ExecRecord.STDIO_OTHER));
        assertThat(enumeration("record.h", "vdt_socket_operation"))
                .isEqualTo(Map.of(
                        "VDT_SOCKET_CONNECT", SocketRecord.CONNECT,
                        "VDT_SOCKET_ACCEPT", SocketRecord.ACCEPT,
                        "VDT_SOCKET_LISTEN", SocketRecord.LISTEN));
        assertThat(enumeration("record.h", "vdt_addresses"))
                .isEqualTo(Map.of(
                        "VDT_ADDRESS_LOCAL", RecordLayout.ADDRESS_LOCAL,
                        "VDT_ADDRESS_REMOTE", RecordLayout.ADDRESS_REMOTE));
        assertThat(enumeration("record.h", "vdt_namespace_operation"))
                .isEqualTo(Map.of("VDT_SETNS", NamespaceRecord.SETNS, "VDT_UNSHARE", NamespaceRecord.UNSHARE));
        assertThat(enumeration("record.h", "vdt_cgroup_operation"))
                .isEqualTo(Map.of(
                        "VDT_CGROUP_MKDIR", CgroupRecord.MKDIR,
                        "VDT_CGROUP_RMDIR", CgroupRecord.RMDIR,
                        "VDT_CGROUP_ATTACH", CgroupRecord.ATTACH));
    }

    @Test
    void placesOfFailureAreTheSame() throws IOException {
        Map<String, Integer> places = enumeration("failure.h", "vdt_place");
        assertThat(places.remove("PLACE_COUNT")).isEqualTo(FailurePlace.values().length);
        assertThat(places).isEqualTo(ordinals("PLACE_", FailurePlace.values()));
    }

    @Test
    void reasonsOfFailureAreTheSame() throws IOException {
        assertThat(enumeration("failure.h", "vdt_reason")).isEqualTo(ordinals("REASON_", FailureReason.values()));
    }

    @Test
    void everyProgramIsAPlace() {
        assertThat(compiled.programs())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FailurePlace.values())
                        .map(FailurePlace::program)
                        .toList());
    }

    private static List<Field> fieldsOf(StructLayout layout) {
        List<Field> fields = new ArrayList<>();
        for (MemoryLayout member : layout.memberLayouts()) {
            String name = member.name().orElseThrow();
            fields.add(new Field(name, layout.byteOffset(PathElement.groupElement(name)), member.byteSize()));
        }
        return fields;
    }

    private static List<Field> compiledFieldsOf(String struct) {
        return compiled.membersOf(struct).stream()
                .map(member -> new Field(member.name(), member.offset(), compiled.sizeOf(member.type())))
                .toList();
    }

    private static Map<String, Integer> ordinals(String prefix, Enum<?>... values) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int number = 0; number < values.length; number++) {
            numbers.put(prefix + values[number].name(), number);
        }
        return numbers;
    }

    private static Map<String, Integer> enumeration(String header, String name) throws IOException {
        var body = Pattern.compile("enum " + name + " \\{(.*?)};", Pattern.DOTALL)
                .matcher(Files.readString(HEADERS.resolve(header)));
        assertThat(body.find()).as("enum " + name).isTrue();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        Pattern.compile("(\\w+) = (\\d+)")
                .matcher(body.group(1))
                .results()
                .forEach(value -> numbers.put(value.group(1), Integer.valueOf(value.group(2))));
        return numbers;
    }
}
