package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.CONTAINERD;
import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.sensor.identity.Records.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel shows of a container's isolation at its first program and at those put in later. */
class IsolationTest {
    private static final String A = "a".repeat(64);
    private static final String PATH = "/kubepods/" + A;
    private static final long GROUP = 11;
    private static final Task INIT = Task.of(100);
    private static final String ROOT = "30 1 0:77 / / rw - overlay overlay rw";
    private static final String MASK = "31 30 0:5 /null /proc/kcore rw - devtmpfs devtmpfs rw";

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    IsolationTest() {
        node.runtimeSays(A);
        node.node.mounts(
                1,
                "1 0 254:0 / / rw - ext4 /dev/vda rw",
                "2 1 0:5 / /dev rw - devtmpfs devtmpfs rw",
                "3 1 0:21 / /proc rw - proc proc rw",
                "4 1 0:22 / /sys rw - sysfs sysfs rw",
                "5 1 0:40 / /run rw shared:9 - tmpfs tmpfs rw",
                "6 1 0:77 / /run/containerd/task/rootfs rw - overlay overlay rw",
                "7 4 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
    }

    private void begin(Task task, RawNamespaces namespaces, RawCredentials credentials) {
        node.accept(records.exec(task, GROUP, namespaces, Records.file("/bin/sh", 77, 5), credentials));
    }

    private void start(RawNamespaces namespaces, RawCredentials credentials) {
        node.prepare(GROUP, PATH, INIT);
        begin(INIT, namespaces, credentials);
    }

    private void put(int pid, RawCredentials credentials) {
        Task runc = Task.of(pid);
        Task entering = Task.of(pid + 1);
        node.node.mounts(entering.pid(), ROOT, MASK);
        node.accept(
                records.fork(CONTAINERD, HOST_GROUP, runc),
                records.fork(runc, HOST_GROUP, entering),
                records.attach(runc, HOST_GROUP, entering, GROUP));
        begin(entering, Records.OF_CONTAINER, credentials);
    }

    private IsolationObserved.Isolation seen() {
        IsolationObserved last = node.last(IsolationObserved.class);
        assertThat(last.source()).isEqualTo(IsolationObserved.Source.KERNEL);
        return last.isolation();
    }

    @Test
    void ordinaryContainerShowsNothingOfTheNode() {
        node.node.mounts(INIT.pid(), ROOT, MASK, "32 30 0:80 / /proc rw - proc proc rw");

        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().privileged()).isFalse();
        assertThat(seen().hostMounts()).isEmpty();
        assertThat(seen().capabilities()).isEqualTo(CapabilitySet.RUNTIME_DEFAULT);
        assertThat(seen().hostNamespaces()).containsExactly(NamespaceKind.USER);
        assertThat(seen().seccompMode()).isEqualTo(2);
        assertThat(seen().readOnlyRoot()).isFalse();
    }

    @Test
    void masksAreWhatNothingCanBeReadBehind() {
        node.node
                .mounts(INIT.pid(), ROOT, MASK, "33 30 0:81 /sys /proc/sys ro - proc proc rw")
                .hiding(INIT.pid(), "/proc/kcore")
                .device(INIT.pid(), "b 8:0");

        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().detail().known()).isTrue();
        assertThat(seen().detail().hiddenPaths()).containsExactly("/proc/kcore");
        assertThat(seen().detail().readOnlyPaths()).containsExactly("/proc/sys");
        assertThat(seen().detail().misleadingMounts()).isEmpty();
        assertThat(seen().detail().devices()).containsExactly("b 8:0");
    }

    @Test
    void whatLiesUnderAnotherMountIsNotSeen() {
        node.node
                .mounts(INIT.pid(), ROOT, MASK, "33 31 0:81 /sys/kernel/core_pattern /proc/kcore rw - proc proc rw")
                .hiding(INIT.pid(), "/proc/kcore");

        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().detail().misleadingMounts()).containsEntry("/proc/kcore", "proc:/sys/kernel/core_pattern");
    }

    @Test
    void consoleIsATerminalOfDevpts() {
        node.node.mounts(
                INIT.pid(),
                ROOT,
                "32 30 0:90 /0 /dev/console rw - devpts devpts rw",
                "33 30 0:81 / /proc rw - proc proc rw");
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);
        assertThat(seen().detail().misleadingMounts()).isEmpty();
    }

    @Test
    void consoleThatIsAnotherFileIsMisleading() {
        node.node.mounts(INIT.pid(), ROOT, "32 30 0:81 /sysrq-trigger /dev/console rw - proc proc rw");
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);
        assertThat(seen().detail().misleadingMounts()).containsEntry("/dev/console", "proc:/sysrq-trigger");
    }

    @Test
    void maskThatIsGoneAtALaterProgramIsToldAgain() {
        node.node.mounts(INIT.pid(), ROOT, MASK).hiding(INIT.pid(), "/proc/kcore");
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        put(200, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().detail().hiddenPaths()).isEmpty();
    }

    @Test
    void withoutMountsNothingIsKnownInDetail() {
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);
        assertThat(seen().detail().known()).isFalse();
    }

    @Test
    void allCapabilitiesNoFilterAndNoMasksIsPrivilegedWhateverItIsCalled() {
        node.node.mounts(INIT.pid(), ROOT);
        start(Records.OF_CONTAINER, Records.credentials(CapabilitySet.ALL.bits(), 0));
        assertThat(seen().privileged()).isTrue();
    }

    @Test
    void oneMissingPartIsNotPrivileged() {
        node.node.mounts(INIT.pid(), ROOT, MASK);
        start(Records.OF_CONTAINER, Records.credentials(CapabilitySet.ALL.bits(), 0));
        assertThat(seen().privileged()).isFalse();
        assertThat(seen().addedCapabilities().has(Capability.SYS_ADMIN)).isTrue();
    }

    @Test
    void namespacesOfTheNodeAreSeenByTheirNumbers() {
        node.node.mounts(INIT.pid(), ROOT, MASK);
        start(new RawNamespaces(101, 200, 300, 400, 501, 601, 701), Records.DEFAULT_CREDENTIALS);
        assertThat(seen().hostNamespaces())
                .containsExactlyInAnyOrder(NamespaceKind.PID, NamespaceKind.NETWORK, NamespaceKind.USER);
    }

    @Test
    void mountsOfTheNodeAreToldByDeviceAndRootWhateverTheirTargets() {
        node.node.mounts(
                INIT.pid(),
                "30 1 0:77 / / ro - overlay overlay rw",
                MASK,
                "40 30 254:0 /etc /innocent ro - ext4 /dev/vda rw",
                "41 30 0:40 /containerd /var/x rw shared:9 - tmpfs tmpfs rw",
                "42 30 0:21 / /hostproc rw - proc proc rw",
                "43 30 0:5 / /dev rw - devtmpfs devtmpfs rw",
                "44 30 0:90 / /scratch rw - tmpfs tmpfs rw");

        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().readOnlyRoot()).isTrue();
        assertThat(seen().hostMounts())
                .containsExactlyInAnyOrder(
                        new HostMount("/etc", "/etc", "/innocent", true, false),
                        new HostMount("/run/containerd", "/run/containerd", "/var/x", false, true),
                        new HostMount("/proc", "/proc", "/hostproc", false, false),
                        new HostMount("/dev", "/dev", "/dev", false, false));
    }

    @Test
    void whatRuntimeAndKubeletMountEverywhereIsNoHostMount() {
        String state = "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/" + A;
        String kubelet = "/var/lib/kubelet/pods/11111111-2222-3333-4444-555555555555";
        node.node.mounts(
                INIT.pid(),
                ROOT,
                MASK,
                "40 30 254:0 " + state + "/hostname /etc/hostname rw - ext4 /dev/vda rw",
                "41 30 254:0 " + kubelet + "/etc-hosts /etc/hosts rw - ext4 /dev/vda rw",
                "42 30 254:0 " + kubelet
                        + "/volumes/kubernetes.io~projected/kube-api-access /var/run/secrets rw - ext4 x rw",
                "43 30 0:38 /kubepods /sys/fs/cgroup ro - cgroup2 cgroup rw",
                "44 30 0:22 / /sys ro - sysfs sysfs rw",
                "45 30 0:21 / /proc rw - proc proc rw");

        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        // The pod's own folder is known by the pod's uid; Enriching's pod has another one.
        assertThat(seen().hostMounts())
                .extracting(HostMount::target)
                .containsExactlyInAnyOrder("/etc/hosts", "/var/run/secrets");
    }

    @Test
    void programPutInWithTheSameBoundsIsSilentAndAWiderOneIsNot() {
        node.node.mounts(INIT.pid(), ROOT, MASK);
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        put(110, Records.DEFAULT_CREDENTIALS);
        assertThat(kernelViews()).hasSize(1);

        put(120, Records.credentials(CapabilitySet.ALL.bits(), 0));
        assertThat(kernelViews()).hasSize(2);
        assertThat(seen().addedCapabilities().has(Capability.SYS_ADMIN)).isTrue();
        assertThat(kernelViews().getLast().process().pid()).isEqualTo(121);

        put(130, Records.DEFAULT_CREDENTIALS);
        assertThat(kernelViews()).hasSize(2);
    }

    @Test
    void programThatEndedBeforeItsMountsCouldBeReadIsCounted() {
        start(Records.OF_CONTAINER, Records.DEFAULT_CREDENTIALS);

        assertThat(seen().hostMounts()).isEmpty();
        assertThat(node.metrics.scrape()).contains("vedette_identity_mounts_unread_total 1.0");
    }

    private List<IsolationObserved> kernelViews() {
        return node.all(IsolationObserved.class).stream()
                .filter(one -> one.source() == IsolationObserved.Source.KERNEL)
                .toList();
    }
}
