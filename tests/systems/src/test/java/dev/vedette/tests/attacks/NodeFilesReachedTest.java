package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2005, VDT-2007, VDT-2009 and VDT-2019: files of the node, by its disks, its processes and what was mounted of it. HOST
 * stands for a process of the node, FOLDER for a folder on the node that the test has made. Calls by their numbers on x86-64:
 * fchdir (81), mknodat (259), openat2 (437).
 */
@OnAttackRange
class NodeFilesReachedTest {
    /** A disk of a file's content, under a name that says nothing. */
    private static final String DISK = """
            dd if=/dev/zero of=/tmp/content bs=64k count=1 2>/dev/null
            losetup -f /tmp/content || exit 1
            number=$(losetup -a | sed -n 's|^/dev/loop\\([0-9]*\\):.*/tmp/content.*|\\1|p'); trap 'losetup -d /dev/loop$number' EXIT
            mknod /tmp/innocent b 7 $number
            """;

    private final AttackRange range;

    NodeFilesReachedTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void rawDisksAreFoundUnderAnyName() {
        Workload attacker = range.privileged();

        attacker.does(DISK + """
                /bin/dd if=/tmp/innocent of=/dev/null count=1
                cp /usr/bin/perl /tmp/notes && ln -s /tmp/innocent /tmp/link && /tmp/notes -e 'open(my $f, "+<", "/tmp/link") or die $!'
                perl -e 'my $n = "/tmp/other"; die $! if syscall(259, -100, $n, 060600, 0x801) < 0'
                """).worked();

        attacker.isFound("VDT-2005", Severity.HIGH, f -> f.message().startsWith("/bin/dd opened /tmp/innocent"));
        attacker.isFound("VDT-2005", Severity.CRITICAL, f -> f.message().startsWith("/tmp/notes opened /tmp/innocent"));
        attacker.isFound("VDT-2005", Severity.HIGH, f -> f.evidence().containsValue("8:1"));
    }

    @Test
    void disksThatAContainerWasGivenOrMayOnlyMakeAreFoundAsLess() {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().device(Path.of("/dev/loop7"), "r"));

        workload.does("mknod /tmp/innocent b 7 7 && /bin/dd if=/tmp/innocent of=/dev/null count=1; mknod /tmp/m c 1 1")
                .worked();

        workload.isFound("VDT-2005", Severity.MEDIUM, f -> f.message().endsWith("a raw disk, for reading."));
        workload.isFound("VDT-2005", Severity.MEDIUM, f -> f.evidence().containsValue("1:1"));
    }

    @Test
    void filesReachedByTheNodesProcessesAreFound() throws IOException {
        Path folder = range.folder();
        Files.writeString(folder.resolve("id_rsa"), "none");
        Files.writeString(folder.resolve("notes"), "none");
        Workload attacker = range.privilegedInHostPid();

        does(attacker, folder, "perl -ne 1 /proc/HOST/root/FOLDER/id_rsa");
        attacker.isFound(
                "VDT-2007", Severity.HIGH, f -> f.evidence().get("file").endsWith("/id_rsa"));

        // So deep that the descent from the node is not among the ancestors that are kept.
        does(
                attacker,
                folder,
                "perl -e 'for (1 .. 80) { my $p = fork(); if ($p) { waitpid($p, 0); exit($? >> 8) } }"
                        + " exec(\"/bin/dd\", \"if=/dev/null\", \"conv=notrunc\", \"of=/proc/HOST/root/FOLDER/notes\")'");
        attacker.isFound("VDT-2007", Severity.CRITICAL, f -> f.message().startsWith("/bin/dd"));

        does(
                attacker,
                folder,
                "cp /usr/bin/perl /tmp/innocent; cd /proc/HOST/cwd;"
                        + " /tmp/innocent -e 'open(my $f, \"+<\", (\"../\" x 20) . \"FOLDER/notes\") or die $!'");
        attacker.isFound("VDT-2007", Severity.CRITICAL, f -> f.message().startsWith("/tmp/innocent"));

        does(
                attacker,
                folder,
                "perl -e 'opendir(my $d, \"/proc/HOST/root/FOLDER\") or die $!; my $n = \"notes\";"
                        + " my $how = pack(\"Q3\", 1, 0, 8); die $! if syscall(437, fileno($d), $n, $how, 24) < 0'");
        attacker.isFound(
                "VDT-2007",
                Severity.CRITICAL,
                f -> f.message().startsWith("/usr/bin/perl")
                        && f.evidence().get("file").endsWith("/notes"));
    }

    @Test
    void placesOutsideTheContainersRootAreFound() throws IOException {
        Workload attacker = range.privilegedInHostPid();
        Path folder = range.folder();

        does(attacker, folder, "cd /proc/HOST/root/FOLDER && /bin/true");
        attacker.isFound("VDT-2009", Severity.CRITICAL, f -> f.evidence().containsKey("directory"));

        does(attacker, folder, "/proc/HOST/root/bin/true");
        attacker.isFound("VDT-2009", Severity.CRITICAL, f -> f.evidence().containsKey("program"));

        does(
                attacker,
                folder,
                "cp /bin/busybox /tmp/innocent; ln -s /proc/HOST/root /tmp/link; chroot /tmp/link /bin/true");
        attacker.isFound("VDT-2009", Severity.CRITICAL, f -> f.evidence().containsKey("root"));
    }

    @Test
    void directoryThatADescriptorLeadsToIsFound() throws IOException {
        Workload attacker = range.privilegedInHostPid();

        does(
                attacker,
                range.folder(),
                "perl -e 'opendir(my $d, \"/proc/HOST/root/FOLDER\") or die $!;"
                        + " die $! if syscall(81, fileno($d)) < 0; exec(\"/bin/true\")'");

        attacker.isFound("VDT-2009", Severity.CRITICAL, f -> f.evidence().containsKey("directory"));
    }

    @Test
    void credentialsAndStaticPodsOfTheNodeAreFound() throws IOException {
        Path folder = range.folder();
        Files.writeString(Files.createDirectories(folder.resolve("pki")).resolve("ca.key"), "none");
        Path configuration = Files.createDirectories(folder.resolve("kubernetes/manifests"));
        Files.writeString(configuration.resolveSibling("admin.conf"), "none");
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(folder, "/innocent", false));

        attacker.does("""
                perl -ne 1 /innocent/pki/ca.key
                cp /bin/busybox /tmp/head && ln -s /innocent/kubernetes /tmp/k && /tmp/head -n 1 /tmp/k/admin.conf
                """).worked();
        attacker.isFound("VDT-2019", Severity.HIGH, f -> f.evidence().containsValue("/innocent/pki/ca.key"));
        attacker.isFound(
                "VDT-2019", Severity.CRITICAL, f -> f.evidence().containsValue("/innocent/kubernetes/admin.conf"));

        attacker.does("""
                echo none >/innocent/kubernetes/manifests/a.yaml; echo none >/innocent/notes
                perl -e 'rename("/innocent/notes", "/innocent/kubernetes/manifests/b.yaml") or die $!'
                """).worked();
        attacker.isFound("VDT-2019", Severity.CRITICAL, f -> f.message().contains("a.yaml, from which"));
        attacker.isFound("VDT-2019", Severity.CRITICAL, f -> f.message().contains("put a file where"));
    }

    /** A folder of the node that was mounted, and files of such names in the image. */
    @Test
    void whatAContainerWasGivenAndItsOwnFilesAreSilent() throws IOException {
        Path folder = range.folder();
        Files.writeString(folder.resolve("id_rsa"), "none");
        Workload workload = range.workload(PodRequest::hostPid, container -> container.mount(folder, "/data", false));

        workload.does(
                        "cat /data/id_rsa >/dev/null; echo x >/data/notes; cd /data && /bin/true; cd /; chroot /proc/self/root /bin/true"
                                + "; mkdir -p /etc/kubernetes/manifests /etc/kubernetes/pki; echo none >/etc/kubernetes/pki/ca.key"
                                + "; cat /etc/kubernetes/pki/ca.key; echo none >/etc/kubernetes/manifests/a.yaml"
                                + "; mknod /tmp/null c 1 3; cat /tmp/null; dd if=/dev/urandom of=/dev/null count=1")
                .worked();

        workload.isSilentOn("VDT-2005", "VDT-2007", "VDT-2009", "VDT-2019");
        assertThat(folder.resolve("notes")).exists();
    }

    private void does(Workload attacker, Path folder, String attack) {
        attacker.does(attack.replace("HOST", Long.toString(range.hostPid()))
                        .replace("/FOLDER", folder.toString())
                        .replace("FOLDER", folder.toString()))
                .worked();
    }
}
