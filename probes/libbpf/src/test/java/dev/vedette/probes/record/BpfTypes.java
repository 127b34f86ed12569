package dev.vedette.probes.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type information of the compiled programs, as {@code bpftool btf dump} tells it. */
final class BpfTypes {
    private static final String OBJECT = "/dev/vedette/probes/vedette.bpf.o";
    private static final Pattern TYPE = Pattern.compile("\\[(\\d+)] (\\w+) '([^']*)'(.*)");
    private static final Pattern MEMBER = Pattern.compile("\\t'([^']*)' type_id=(\\d+) bits_offset=(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("(\\w+)=(\\d+)");

    private final Map<Integer, Type> types = new HashMap<>();
    private final Set<String> globalFunctions = new TreeSet<>();

    record Member(String name, int type, long offset) {}

    private record Type(String kind, String name, Map<String, Integer> numbers, List<Member> members) {}

    static BpfTypes read() throws IOException, InterruptedException {
        Path object = Files.createTempFile("vedette", ".bpf.o");
        Path dump = Files.createTempFile("vedette", ".btf");
        try {
            try (InputStream resource = BpfTypes.class.getResourceAsStream(OBJECT)) {
                Files.write(object, resource.readAllBytes());
            }
            Process bpftool = new ProcessBuilder(
                            "/usr/sbin/bpftool", "btf", "dump", "file", object.toString(), "format", "raw")
                    .redirectOutput(dump.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (bpftool.waitFor() != 0) {
                throw new IOException("bpftool cannot read the object's type information");
            }
            return new BpfTypes(Files.readAllLines(dump, StandardCharsets.UTF_8));
        } finally {
            Files.delete(object);
            Files.delete(dump);
        }
    }

    private BpfTypes(List<String> lines) {
        Type current = null;
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            Matcher member = MEMBER.matcher(line);
            if (type.matches()) {
                current = new Type(type.group(2), type.group(3), numbers(type.group(4)), new ArrayList<>());
                types.put(Integer.valueOf(type.group(1)), current);
                if (current.kind.equals("FUNC") && line.endsWith("linkage=global")) {
                    globalFunctions.add(current.name);
                }
            } else if (member.matches() && current != null) {
                long bits = Long.parseLong(member.group(3));
                current.members.add(new Member(member.group(1), Integer.parseInt(member.group(2)), bits / Byte.SIZE));
            }
        }
    }

    private static Map<String, Integer> numbers(String text) {
        Map<String, Integer> found = new HashMap<>();
        NUMBER.matcher(text).results().forEach(pair -> {
            if (pair.group(2).length() < 10) {
                found.put(pair.group(1), Integer.valueOf(pair.group(2)));
            }
        });
        return found;
    }

    /** The programs, which are the functions that others can call. */
    Set<String> programs() {
        return globalFunctions;
    }

    List<Member> membersOf(String struct) {
        return struct(struct).members;
    }

    long sizeOfStruct(String struct) {
        return struct(struct).numbers.get("size");
    }

    /** The size of any type, through typedefs, qualifiers and arrays. */
    long sizeOf(int id) {
        Type type = types.get(id);
        return switch (type.kind) {
            case "TYPEDEF", "CONST", "VOLATILE" -> sizeOf(type.numbers.get("type_id"));
            case "ARRAY" -> type.numbers.get("nr_elems") * sizeOf(type.numbers.get("type_id"));
            default -> type.numbers.get("size");
        };
    }

    private Type struct(String name) {
        return types.values().stream()
                .filter(type -> type.kind.equals("STRUCT") && type.name.equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("the object knows no struct " + name));
    }
}
