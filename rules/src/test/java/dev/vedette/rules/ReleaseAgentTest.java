package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2001")
class ReleaseAgentTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"/sys/fs/cgroup/rdma/release_agent", "/tmp/any/x/notify_on_release"})
    void findsWritesWhereverTheHierarchyIsMounted(String path) {
        Finding finding = JUDGE.only("VDT-2001", Events.byServer().writes(Files.on(FileSystemMagic.CGROUP, path)));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains(path);
    }

    @Test
    void findsAReleaseAgentGivenAsMountOption() {
        assertThat(JUDGE.judge(
                        "VDT-2001",
                        Events.byServer().mounts("cgroup", "none", "/tmp/c", 0, "rdma,release_agent=/tmp/x")))
                .hasSize(1);
    }

    @Test
    void isSilentOnReadsOtherFileSystemsTheHostAndSetup() {
        FileObject agent = Files.on(FileSystemMagic.CGROUP, "/c/release_agent");

        assertThat(JUDGE.judge(Events.byServer().reads(agent))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().writes(Files.ofImage("/srv/release_agent"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().writes(Files.on(FileSystemMagic.CGROUP2, "/c/cgroup.procs"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().onHost().writes(agent))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().duringSetup().writes(agent))).isEmpty();
    }

    @Test
    void isSilentOnAnInitSystemThatHasGroupsOfItsOwn() {
        assertThat(JUDGE.judge(
                        "VDT-2001", Events.byServer().writes(Files.on(FileSystemMagic.CGROUP, "/c/web/cgroup.procs"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2001", Events.byServer().mounts("cgroup", "cgroup", "/c", 0, "none,name=systemd,xattr")))
                .isEmpty();
    }
}
