package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-2004: what a container mounts that shows it the node, or hides it from the node. */
@OnAttackRange
class MountTest {
    /** fsopen, fsconfig, fsmount and move_mount by their numbers on x86-64; 6 is FSCONFIG_CMD_CREATE, 4 from an empty path. */
    private static final String NEW_CALLS = """
            perl -e 'my ($type, $target, $none) = ("proc", "/m", "");
            my $context = syscall(430, $type, 0); die "fsopen: $!" if $context < 0;
            die "fsconfig: $!" if syscall(431, $context, 6, 0, 0, 0) < 0;
            my $mount = syscall(432, $context, 0, 0); die "fsmount: $!" if $mount < 0;
            die "move_mount: $!" if syscall(429, $mount, $none, -100, $target, 4) < 0;'
            """;

    private final AttackRange range;

    MountTest(AttackRange range) {
        this.range = range;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t proc none /m",
                "mount -t debugfs anything /m",
                "mkdir /tmp/x && cp /bin/busybox /tmp/x/mount && /tmp/x/mount -t cgroup2 none /m",
                "mkdir /tmp/there && ln -s /tmp/there /tmp/link && mount -t sysfs none /tmp/link && umount /tmp/there"
                        + " && mount -t tmpfs none /m",
                NEW_CALLS,
            })
    void kernelInterfaceIsFound(String attack) {
        var attacker = range.privileged();

        attacker.does("mkdir /m\n" + attack.strip() + "\nrc=$?; umount /m; exit $rc")
                .worked();

        attacker.isFound("VDT-2004", Severity.HIGH);
    }

    /** A loop device stands for the node's disk. */
    @Test
    void blockDeviceIsFound() {
        var attacker = range.privileged();

        attacker.does("mkdir /m && dd if=/dev/zero of=/tmp/disk bs=1M count=4 2>/dev/null && mke2fs -F /tmp/disk"
                        + " && mount -t ext2 -o loop /tmp/disk /m && umount /m")
                .worked();

        attacker.isFound(
                "VDT-2004", Severity.HIGH, finding -> finding.evidence().containsValue("ext2"));
    }

    @Test
    void hiddenProcessIsFound() {
        var attacker = range.privileged();

        attacker.does("mkdir /tmp/nothing && mount --bind /tmp/nothing /proc/$$ && umount /proc/$$")
                .worked();

        attacker.isFound("VDT-2004", Severity.HIGH);
    }

    @Test
    void memoryFileSystemAndItsOwnFoldersAreSilent() {
        var workload = range.privileged();

        workload.does(
                        "mkdir /m /tmp/own && mount -t tmpfs none /m && umount /m && mount --bind /tmp/own /m && umount /m"
                                + " && mount --make-rprivate /")
                .worked();

        workload.isSilentOn("VDT-2004");
    }

    /** In a user namespace of its own the kernel shows only what belongs to that namespace. */
    @Test
    void interfaceInItsOwnUserNamespaceIsFoundAsLow() {
        var workload = range.privileged();

        workload.does("unshare -U -r -m -p -f sh -c 'mkdir /tmp/p && mount -t proc none /tmp/p && umount /tmp/p'")
                .worked();

        workload.isFound("VDT-2004", Severity.LOW);
    }
}
