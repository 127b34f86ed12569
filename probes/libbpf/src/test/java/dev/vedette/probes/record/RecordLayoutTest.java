package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.GroupHierarchy;
import dev.vedette.probes.deny.DenyAction;
import dev.vedette.probes.deny.ExecutableClass;
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
import org.junit.jupiter.params.provider.Arguments;
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
        List<StructLayout> structs = new ArrayList<>(List.of(
                RecordLayout.TEXT,
                RecordLayout.HEADER,
                RecordLayout.CREDENTIALS,
                RecordLayout.NAMESPACES,
                RecordLayout.FILE,
                RecordLayout.TARGET));
        Arrays.stream(RecordKind.values()).map(RecordKind::layout).forEach(structs::add);
        return structs;
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
        Map<String, Integer> kinds = new LinkedHashMap<>();
        Arrays.stream(RecordKind.values()).forEach(kind -> kinds.put("VDT_" + kind.name(), kind.number()));

        assertThat(enumeration("record.h", "vdt_kind")).isEqualTo(kinds);
    }

    static List<Arguments> enumerations() {
        return List.of(
                Arguments.of("vdt_origin", "", RecordHeader.class),
                Arguments.of("vdt_flag", "", RecordHeader.class),
                Arguments.of("vdt_path_end", "", RawFile.class),
                Arguments.of("vdt_overlay", "", RawFile.class),
                Arguments.of("vdt_stdio", "", ExecRecord.class),
                Arguments.of("vdt_socket_operation", "SOCKET_", SocketRecord.class),
                Arguments.of("vdt_addresses", "ADDRESS_", SocketFields.class),
                Arguments.of("vdt_namespace_operation", "", NamespaceRecord.class),
                Arguments.of("vdt_mount_operation", "MOUNT_", MountRecord.class),
                Arguments.of("vdt_mount_api", "MOUNT_", MountRecord.class),
                Arguments.of("vdt_cgroup_operation", "CGROUP_", CgroupRecord.class),
                Arguments.of("vdt_file_change_operation", "", FileChangeRecord.class),
                Arguments.of("vdt_process_access_operation", "", ProcessAccessRecord.class),
                Arguments.of("vdt_memory_operation", "", MemoryRecord.class),
                Arguments.of("vdt_surface_kind", "", SurfaceRecord.class),
                Arguments.of("vdt_transfer_operation", "", TransferRecord.class),
                Arguments.of("vdt_want", "", OomKillRecord.class),
                Arguments.of("vdt_fetched_code", "CODE_", FetchRecord.class));
    }

    @ParameterizedTest
    @MethodSource("enumerations")
    void constantsHaveTheSameNumbers(String enumeration, String prefix, Class<?> owner) throws Exception {
        for (var value : enumeration("record.h", enumeration).entrySet()) {
            String name = value.getKey().replaceFirst("^VDT_(" + prefix + ")?", "");
            assertThat(owner.getDeclaredField(name).getInt(null)).as(name).isEqualTo(value.getValue());
        }
    }

    @Test
    void everyEnumerationOfTheContractIsCompared() throws IOException {
        List<String> compared = new ArrayList<>(
                enumerations().stream().map(of -> (String) of.get()[0]).toList());
        compared.add("vdt_kind");

        assertThat(Pattern.compile("enum (\\w+) \\{")
                        .matcher(Files.readString(HEADERS.resolve("record.h")))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(compared);
    }

    @Test
    void reasonsOfFailureAreTheSame() throws IOException {
        assertThat(enumeration("failure.h", "vdt_reason")).isEqualTo(ordinals("REASON_", FailureReason.values()));
    }

    @Test
    void hierarchiesAreTheSame() throws IOException {
        assertThat(enumeration("hierarchy.h", "vdt_hierarchy"))
                .isEqualTo(ordinals("GROUPS_OF_", GroupHierarchy.values()));
    }

    /** The sizes of keys and values are compared by each write to a map. */
    @Test
    void whatCanBeDeniedHasTheSameNumbers() throws IOException {
        Map<String, Integer> actions = enumeration("deny.h", "deny_action");
        assertThat(actions.remove("DENY_ACTIONS")).isEqualTo(DenyAction.values().length);
        assertThat(actions).isEqualTo(ordinals("DENY_", DenyAction.values()));
        Map<String, Integer> classes = enumeration("deny.h", "deny_class");
        assertThat(classes.remove("DENY_CLASSES")).isEqualTo(ExecutableClass.values().length);
        assertThat(classes).isEqualTo(ordinals("DENY_", ExecutableClass.values()));
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
        Pattern.compile("(\\w+)\\s*=\\s*(\\d+)")
                .matcher(body.group(1))
                .results()
                .forEach(value -> numbers.put(value.group(1), Integer.valueOf(value.group(2))));
        return numbers;
    }
}
