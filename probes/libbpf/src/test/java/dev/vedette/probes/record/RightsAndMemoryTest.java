package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Capabilities that a group uses or lacks, and processes that the kernel ends for want of memory. */
@RequiresBpf
class RightsAndMemoryTest {
    private static final int CAP_SYS_CHROOT = 18;
    private static final int CAP_SYS_ADMIN = 21;
    private static final int EPERM = 1;
    private static final int PAGE_BYTES = 4096;
    private static final int LIMIT = 16 << 20;

    private final TestGroups groups = new TestGroups();
    private KernelProbes probes;
    private Watching watching;

    @BeforeEach
    void attach() throws Exception {
        probes = KernelProbes.attach(
                ProbeSettings.defaults().withFacts(Set.of("capability", "oom_kill", "sched_process_exit")));
        watching = new Watching(probes);
    }

    @AfterEach
    void detach() {
        probes.close();
        groups.close();
    }

    @Test
    void tellsACapabilityThatIsUsedAndOneThatIsMissingOnceForAGroup() throws Exception {
        assumeTrue(attached("capability"), "this kernel tells no use of capabilities");
        Path group = groups.make("rights");
        for (int i = 0; i < 3; i++) {
            Programs.run(Programs.within(group, Programs.perl("chroot '/'; $> = 65534; chroot '/'")));
        }
        int last = Programs.run("/bin/true");

        watching.first(ExitRecord.class, exit -> exit.header().pid() == last);
        long id = TestGroups.id(group);
        assertThat(watching.ofKind(CapabilityRecord.class))
                .filteredOn(record -> record.header().cgroupId() == id && record.capability() == CAP_SYS_CHROOT)
                .extracting(CapabilityRecord::result)
                .containsExactly(0L, (long) -EPERM);
        assertThat(watching.ofKind(CapabilityRecord.class))
                .as("programs that start and grow use no rights of an administrator")
                .noneMatch(record -> record.header().cgroupId() == id && record.capability() == CAP_SYS_ADMIN);
    }

    @Test
    void tellsTheRightsOfAnotherUserNamespaceApart() throws Exception {
        assumeTrue(attached("capability"), "this kernel tells no use of capabilities");
        Path group = groups.make("namespaces");
        Programs.run(Programs.within(
                group, Programs.perl("chroot '/'; syscall($ARGV[0] + 0, 0x10000000); chroot '/'", unshareCall())));
        int last = Programs.run("/bin/true");

        watching.first(ExitRecord.class, exit -> exit.header().pid() == last);
        long id = TestGroups.id(group);
        assertThat(watching.ofKind(CapabilityRecord.class))
                .filteredOn(record -> record.header().cgroupId() == id
                        && record.capability() == CAP_SYS_CHROOT
                        && record.result() == 0)
                .extracting(CapabilityRecord::userNamespace)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private static int unshareCall() {
        return System.getProperty("os.arch").equals("aarch64") ? 97 : 272;
    }

    @Test
    void tellsWhomTheKernelEndsForWantOfMemory() throws Exception {
        Path group = memoryGroup();
        try {
            int victim =
                    Programs.run(Programs.within(group, Programs.perl("my @x; push @x, 'x' x (1 << 20) for 1..64")));

            OomKillRecord kill = watching.first(
                    OomKillRecord.class, record -> record.victim().pid() == victim);

            assertThat(kill.victim().comm()).isEqualTo("perl");
            assertThat(kill.victim().startBootNanos()).isPositive();
            assertThat(kill.header().pid()).isEqualTo(victim);
            assertThat(kill.anonymousPages()).isBetween(1L, (long) LIMIT / PAGE_BYTES + 1);
            assertThat(kill.want()).isEqualTo(OomKillRecord.WANT_OF_GROUP);
            assertThat(kill.limitGroupId()).isEqualTo(TestGroups.id(group));
        } finally {
            Files.delete(group);
        }
    }

    private boolean attached(String fact) {
        return probes.probes().stream().anyMatch(probe -> probe.fact().equals(fact) && probe.attached());
    }

    /** With a limit, in whichever hierarchy has the controller. */
    private static Path memoryGroup() throws IOException {
        String name = "vedette-memory-" + ProcessHandle.current().pid();
        Path old = Path.of("/sys/fs/cgroup/memory");
        boolean unified = !Files.exists(old.resolve("memory.limit_in_bytes"));
        Path group = Files.createDirectory((unified ? TestGroups.hierarchy() : old).resolve(name));
        Files.writeString(group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"), Integer.toString(LIMIT));
        return group;
    }
}
