package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.AdmissionCompared;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-1050")
class BeyondAdmissionTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Set<NamespaceKind> USUAL = Set.of(NamespaceKind.USER, NamespaceKind.CGROUP);

    @Test
    void showsBothSidesOfWhatIsWider() {
        Finding finding = JUDGE.only("VDT-1050", runs(Isolations.ordinary().adding(Capability.SYS_ADMIN), ordinary()));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("more than was admitted", "SYS_ADMIN");
        assertThat(finding.evidence())
                .containsEntry("admitted specification", "sha256:1")
                .containsEntry("seen in", "runtime");
        assertThat(finding.evidence().get("admitted")).doesNotContain("SYS_ADMIN");
        assertThat(finding.evidence().get("running")).contains("SYS_ADMIN");
    }

    @Test
    void isSilentOnWhatWasAdmittedAndOnLess() {
        assertThat(JUDGE.judge("VDT-1050", runs(Isolations.ordinary(), ordinary())))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050",
                        runs(
                                Isolations.ordinary()
                                        .capabilities(CapabilitySet.NONE)
                                        .noNewPrivileges(),
                                ordinary())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-1050", runs(Isolations.ordinary().privileged(), privileged())))
                .isEmpty();
    }

    @Test
    void findsEachThingThatIsWider() {
        assertThat(beyond(Isolations.ordinary().privileged(), ordinary())).contains("privileged");
        assertThat(beyond(Isolations.ordinary().sharing(NamespaceKind.PID), ordinary()))
                .contains("namespaces pid");
        assertThat(beyond(Isolations.ordinary().seccomp(0), admitted(2, "", true, false, -1, false)))
                .contains("no system-call filter", "new privileges");
        assertThat(beyond(Isolations.ordinary(), admitted(-1, "", false, true, -1, false)))
                .contains("root file system");
        assertThat(beyond(Isolations.ordinary().user(0), admitted(-1, "", false, false, 7, false)))
                .contains("root in place of the admitted user 7");
        assertThat(beyond(Isolations.ordinary().user(0), admitted(-1, "", false, false, -1, true)))
                .contains("another user than root");
        assertThat(beyond(
                        Isolations.ordinary().label("unconfined"),
                        admitted(-1, "runtime/default", false, false, -1, false)))
                .contains("security label unconfined");
    }

    @Test
    void isSilentWhereTheManifestLeavesItToTheNodeOrTheImage() {
        assertThat(JUDGE.judge(
                        "VDT-1050",
                        runs(Isolations.ordinary().seccomp(0).user(0).label("unconfined"), ordinary())))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050",
                        runs(
                                Isolations.ordinary()
                                        .label("cri-containerd.apparmor.d (enforce)")
                                        .user(9),
                                admitted(-1, "runtime/default", false, false, 7, true))))
                .isEmpty();
    }

    @Test
    void comparesWhatOfTheNodeIsMountedWhere() {
        AdmittedContainer logs = mounting(new HostMount("/var/log", "/var/log", "/logs", true, false));

        assertThat(JUDGE.judge("VDT-1050", runs(Isolations.ordinary().at("/var/log/pods", "/logs", true), logs)))
                .isEmpty();
        assertThat(beyond(Isolations.ordinary().at("/var/log", "/logs", false), logs))
                .contains("to be written, admitted read-only");
        assertThat(beyond(Isolations.ordinary().at("/etc", "/logs", true), logs))
                .contains("the node's /etc at /logs in place of the admitted /var/log");
        assertThat(beyond(Isolations.ordinary().at("/etc", "/etc-of-node", true), logs))
                .contains("the node's /etc at /etc-of-node, which was not admitted");
    }

    @Test
    void whereALinkOfTheNodeLeadsIsWhatWasAdmitted() {
        AdmittedContainer time =
                mounting(new HostMount("/usr/share/zoneinfo/Etc/UTC", "/etc/localtime", "/etc/localtime", true, false));

        for (String source : List.of("/usr/share/zoneinfo/Etc/UTC", "/etc/localtime")) {
            assertThat(JUDGE.judge("VDT-1050", runs(Isolations.ordinary().at(source, "/etc/localtime", true), time)))
                    .isEmpty();
        }
        assertThat(beyond(Isolations.ordinary().at("/etc/shadow", "/etc/localtime", true), time))
                .contains("/etc/shadow at /etc/localtime in place of the admitted /usr/share/zoneinfo/Etc/UTC");
    }

    @Test
    void aLinkInTheImageMakesNoOtherMountOfWhatTheKernelShows() {
        AdmittedContainer linked = mounting(
                new HostMount("/usr/lib/modules", "/lib/modules", "/lib/modules", true, false),
                new HostMount("/srv", "/srv", "/run/srv", false, false));

        assertThat(JUDGE.judge(
                        "VDT-1050",
                        shows(
                                Isolations.ordinary()
                                        .at("/usr/lib/modules", "/usr/lib/modules", true)
                                        .at("/srv", "/var/run/srv", false),
                                linked)))
                .isEmpty();
        assertThat(JUDGE.only(
                                "VDT-1050",
                                shows(Isolations.ordinary().at("/usr/lib/modules", "/usr/lib/modules", false), linked))
                        .message())
                .contains("to be written, admitted read-only");
        assertThat(JUDGE.only("VDT-1050", shows(Isolations.ordinary().at("/etc", "/usr/lib/modules", true), linked))
                        .message())
                .contains("the node's /etc at /usr/lib/modules, which was not admitted");
    }

    @Test
    void aSpecificationHasNothingBelowWhatWasAdmitted() {
        AdmittedContainer logs = mounting(new HostMount("/var/log", "/var/log", "/logs", false, false));

        assertThat(beyond(Isolations.ordinary().at("/etc", "/logs/pods", true), logs))
                .contains("the node's /etc at /logs/pods, which was not admitted");
        assertThat(JUDGE.judge("VDT-1050", shows(Isolations.ordinary().at("/disk", "/logs/pods", false), logs)))
                .isEmpty();
    }

    @Test
    void whatAClaimOrADevicePlugInBringsIsNotKnown() {
        AdmittedContainer claim = mounting(new HostMount("", "", "/data", false, false));

        assertThat(JUDGE.judge("VDT-1050", runs(Isolations.ordinary().at("/mnt/disk1", "/data", false), claim)))
                .isEmpty();
        AdmittedContainer plugIn = admitted(USUAL, List.of(), true);
        assertThat(JUDGE.judge(
                        "VDT-1050", runs(Isolations.ordinary().at("/usr/lib/gpu", "/usr/lib/gpu", true), plugIn)))
                .isEmpty();
    }

    @Test
    void sharedMemoryComesWithTheNodesIpc() {
        AdmittedContainer shares =
                admitted(Set.of(NamespaceKind.USER, NamespaceKind.CGROUP, NamespaceKind.IPC), List.of(), false);
        Isolations running = Isolations.ordinary().sharing(NamespaceKind.IPC).at("/dev/shm", "/dev/shm", false);

        assertThat(JUDGE.judge("VDT-1050", runs(running, shares))).isEmpty();
        assertThat(beyond(running, ordinary())).contains("namespaces ipc", "/dev/shm");
    }

    private static String beyond(Isolations running, AdmittedContainer admitted) {
        return JUDGE.only("VDT-1050", runs(running, admitted)).message();
    }

    private static AdmissionCompared runs(Isolations running, AdmittedContainer admitted) {
        return compared(running, admitted, Source.RUNTIME);
    }

    private static AdmissionCompared shows(Isolations running, AdmittedContainer admitted) {
        return compared(running, admitted, Source.KERNEL);
    }

    private static AdmissionCompared compared(Isolations running, AdmittedContainer admitted, Source source) {
        return new AdmissionCompared(
                Containers.ordinary(), admitted, running.build(), source, "sha256:1", Events.EPOCH_NANOS);
    }

    private static AdmittedContainer ordinary() {
        return admitted(-1, "", false, false, -1, false);
    }

    private static AdmittedContainer admitted(
            int seccomp, String profile, boolean noNewPrivileges, boolean readOnlyRoot, long uid, boolean notRoot) {
        return new AdmittedContainer(
                "main",
                "x",
                false,
                USUAL,
                CapabilitySet.RUNTIME_DEFAULT,
                seccomp,
                profile,
                noNewPrivileges,
                readOnlyRoot,
                uid,
                notRoot,
                true,
                List.of(),
                false);
    }

    private static AdmittedContainer privileged() {
        return new AdmittedContainer(
                "main", "x", true, USUAL, CapabilitySet.ALL, 0, "", false, false, -1, false, false, List.of(), false);
    }

    private static AdmittedContainer mounting(HostMount... mounts) {
        return admitted(USUAL, List.of(mounts), false);
    }

    private static AdmittedContainer admitted(Set<NamespaceKind> shared, List<HostMount> mounts, boolean deviceClaims) {
        return new AdmittedContainer(
                "main",
                "x",
                false,
                shared,
                CapabilitySet.RUNTIME_DEFAULT,
                -1,
                "",
                false,
                false,
                -1,
                false,
                true,
                mounts,
                deviceClaims);
    }
}
