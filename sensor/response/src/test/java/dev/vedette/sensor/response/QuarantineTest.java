package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.sensor.response.CgroupPrograms.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That this kernel takes the programs of all kinds of exceptions, on an empty control group of the test's own; needs root. */
class QuarantineTest {
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");
    private static final Path HIERARCHY = Files.isDirectory(UNIFIED) ? UNIFIED : Path.of("/sys/fs/cgroup");

    private final CgroupPrograms programs = new CgroupPrograms(CLibrary.load());
    private Path group;

    @BeforeEach
    void makeGroup() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "programs on control groups need root");
        group = Files.createDirectory(HIERARCHY.resolve(
                "vedette-quarantine-test-" + ProcessHandle.current().pid()));
    }

    @AfterEach
    void removeGroup() throws IOException {
        if (group != null) {
            Files.deleteIfExists(group);
        }
    }

    @Test
    void isTakenWhateverIsExcepted() {
        List<String> many =
                IntStream.range(0, 64).mapToObj(i -> "10." + i + ".0.0/16").toList();
        List<Quarantine> all = List.of(
                new Quarantine(List.of(), List.of(), List.of()),
                new Quarantine(many, List.of(), List.of()),
                new Quarantine(List.of("0.0.0.0/0", "::/0"), List.of(), List.of()),
                new Quarantine(List.of("fd00::/8", "2001:db8::1"), List.of("10.96.0.10", "fd00::a"), List.of()),
                new Quarantine(List.of("192.0.2.1"), List.of("10.96.0.10"), List.of("192.0.2.7", "fd00::2")));

        for (Quarantine quarantine : all) {
            for (Direction direction : Direction.values()) {
                assertThatCode(() ->
                                programs.attach(group, direction, quarantine.program(direction == Direction.EGRESS)))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void isFoundByItsNameAndTakenOff() throws IOException {
        Quarantine quarantine = new Quarantine(List.of(), List.of(), List.of());
        assertThat(programs.isAttached(group, Direction.EGRESS)).isFalse();

        programs.attach(group, Direction.EGRESS, quarantine.program(true));
        programs.attach(group, Direction.EGRESS, quarantine.program(true));

        assertThat(programs.isAttached(group, Direction.EGRESS)).isTrue();
        assertThat(programs.isAttached(group, Direction.INGRESS)).isFalse();
        assertThat(new CgroupPrograms(CLibrary.load()).detach(group, Direction.EGRESS))
                .isEqualTo(2);
        assertThat(programs.isAttached(group, Direction.EGRESS)).isFalse();
    }
}
