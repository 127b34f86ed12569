package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfPin;
import dev.vedette.probes.libbpf.Libbpf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One object with one set of settings, as it is pinned: {@code <object>_<settings>/maps/<map>}, {@code links/<program>}
 * and {@code programs/<program>}, the first two named by hashes. The same name means that the running programs are the
 * ones that would be loaded. Not thread-safe.
 */
record Generation(Path directory) {
    private static final int HASH_DIGITS = 16;
    private static final String NAME = "[0-9a-f]{16}_[0-9a-f]{16}";
    private static final String UNFINISHED = "new_";

    /** Whether such a directory may be one of ours. */
    static boolean isName(String name) {
        return name.matches("(" + UNFINISHED + ")?" + NAME);
    }

    /** The name for an object and what its programs are loaded with. */
    static String nameOf(ProbeObject elf, ProbeSettings settings) {
        String with = new TreeMap<>(settings.constants()) + " " + settings.ringBytes() + " " + settings.highest() + " "
                + GroupHierarchy.ofNode();
        return hash(elf.bytes().asByteBuffer()) + "_" + hash(StandardCharsets.UTF_8.encode(with));
    }

    private static String hash(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String name() {
        return directory.getFileName().toString();
    }

    /** Whether whoever pinned it did not come to the end. */
    boolean isUnfinished() {
        return name().startsWith(UNFINISHED);
    }

    /** Whether its records are those of this object, whatever its settings. */
    boolean hasSameObject(String name) {
        return name().startsWith(name.substring(0, HASH_DIGITS));
    }

    private Path maps() {
        return directory.resolve("maps");
    }

    private Path links() {
        return directory.resolve("links");
    }

    private Path programs() {
        return directory.resolve("programs");
    }

    Path map(String name) {
        return maps().resolve(name);
    }

    /** The running programs. */
    Set<String> running() throws IOException {
        return names(links());
    }

    Set<String> loaded() throws IOException {
        return names(programs());
    }

    Path program(String name) {
        return programs().resolve(name);
    }

    /** Pins everything of the batch under a name that says it is unfinished, and then gives it this one. */
    void store(Libbpf libbpf, Batch batch) throws IOException, BpfException {
        Generation unfinished = new Generation(directory.resolveSibling(UNFINISHED + name()));
        unfinished.remove();
        for (Path each : List.of(unfinished.directory, unfinished.maps(), unfinished.links(), unfinished.programs())) {
            PinDirectory.make(each);
        }
        for (BpfMap map : batch.loaded().maps()) {
            BpfPin.pin(libbpf, map.fd(), unfinished.map(map.name()));
        }
        unfinished.add(libbpf, batch);
        Files.move(unfinished.directory, directory);
    }

    /** Pins the running programs of a further batch. */
    void add(Libbpf libbpf, Batch batch) throws BpfException {
        Map<String, Integer> programs = batch.loaded().programs();
        for (String program : batch.running()) {
            BpfPin.pin(libbpf, programs.get(program), program(program));
            BpfPin.pin(libbpf, batch.link(program).fd(), links().resolve(program));
        }
    }

    /** Lets the object's maps, of which nothing was loaded, be the pinned ones. */
    void shareMaps(Libbpf libbpf, BpfObject object) throws BpfException {
        for (BpfMap map : object.maps()) {
            if (!map.isSection()) {
                Path pin = map(map.name());
                List<Integer> expected = List.of(map.type(), map.keySize(), map.valueSize());
                BpfPin.open(libbpf, pin, BpfPin.Kind.MAP, fd -> {
                    map.reuse(fd);
                    return fd;
                });
                List<Integer> found = List.of(map.type(), map.keySize(), map.valueSize());
                if (!found.equals(expected)) {
                    throw BpfException.of(
                            "Opening " + pin,
                            BpfException.EINVAL,
                            "its type and sizes are " + found + " and not " + expected);
                }
            }
        }
    }

    BpfLink link(Libbpf libbpf, String program) throws BpfException {
        return BpfLink.pinned(libbpf, links().resolve(program));
    }

    /** Ends a program once nobody has it open; one that is not there is no error. */
    void removeProgram(String program) throws IOException {
        Files.deleteIfExists(links().resolve(program));
        Files.deleteIfExists(program(program));
    }

    /** Removes all of it and answers how many names there were. */
    int remove() throws IOException {
        int removed = 0;
        for (Path part : List.of(links(), programs(), maps())) {
            for (String name : names(part)) {
                Files.delete(part.resolve(name));
                removed++;
            }
            Files.deleteIfExists(part);
        }
        Files.deleteIfExists(directory);
        return removed;
    }

    private static Set<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
