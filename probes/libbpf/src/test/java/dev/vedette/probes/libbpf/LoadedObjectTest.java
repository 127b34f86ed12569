package dev.vedette.probes.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.TestObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on without libbpf's object, and that it is given back. */
@RequiresBpf
class LoadedObjectTest {
    private Libbpf libbpf;

    @BeforeEach
    void load() throws Exception {
        libbpf = Libbpf.load();
    }

    @Test
    void holdsMapsAndProgramsWithoutTheObject() throws Exception {
        BpfObject object = loadedByLibbpf();
        long ring = object.map("records").orElseThrow().maxEntries();
        try (LoadedObject loaded = object.loaded()) {
            BpfMap records = loaded.map("records").orElseThrow();
            assertThat(records.maxEntries()).isEqualTo(ring);
            assertThat(DescriptorInfo.of(records.fd()).maxEntries()).isEqualTo(ring);
            assertThat(loaded.maps()).noneMatch(BpfMap::isSection);
            assertThat(DescriptorInfo.of(loaded.programs().get("fill")).verifiedInstructions())
                    .isPositive();
            assertThatThrownBy(() -> records.setMaxEntries(4096))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("records is loaded already");
        }
    }

    @Test
    void letsGoOfEveryDescriptor() throws Exception {
        Set<String> before = bpfDescriptors();
        BpfObject object = loadedByLibbpf();
        LoadedObject loaded = object.loaded();
        assertThat(bpfDescriptors()).hasSizeGreaterThan(before.size());
        loaded.close();
        loaded.close();
        assertThat(bpfDescriptors()).isEqualTo(before);
    }

    private BpfObject loadedByLibbpf() throws BpfException {
        BpfObject object = BpfObject.open(libbpf, TestObject.bytes());
        for (BpfProgram program : object.programs()) {
            program.setAutoload(program.section().equals("syscall"));
        }
        object.load();
        return object;
    }

    /** This process's maps and programs, by descriptor. */
    private static Set<String> bpfDescriptors() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().contains("bpf-")) {
                    found.add(descriptor.getFileName().toString());
                }
            }
        }
        return found;
    }
}
