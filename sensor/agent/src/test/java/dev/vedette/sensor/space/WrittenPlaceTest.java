package dev.vedette.sensor.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.identity.node.MountEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenPlaceTest {
    private static final long ROOT_DISK = (254L << 20) | 1;
    private static final long DATA_DISK = (254L << 20) | 16;

    private final List<MountEntry> ofNode = List.of(
                    "20 1 254:1 / / rw - ext4 /dev/vda1 rw",
                    "21 20 254:16 / /var/lib/containerd rw - xfs /dev/vdb rw",
                    "23 20 254:32 /exports/a /mnt/a rw - ext4 /dev/vdc rw",
                    "22 20 0:5 / /proc rw - proc proc rw")
            .stream()
            .flatMap(line -> MountEntry.parse(line).stream())
            .toList();

    @Test
    void findsTheLayerThatIsWrittenToOnTheDiskWhereItIs() {
        assertThat(
                        of(
                                "99 98 0:61 / / rw,relatime - overlay overlay"
                                        + " rw,lowerdir=/var/lib/containerd/1/fs,upperdir=/var/lib/containerd/2/fs,workdir=/var/lib/containerd/2/work"))
                .containsExactly(new WrittenPlace(DATA_DISK, "/var/lib/containerd/2/fs", "/var/lib/containerd/2/fs"));
    }

    @Test
    void findsVolumesAndSingleFilesAndNothingThatIsReadOnlyOrInMemory() {
        assertThat(of(
                        "1 98 254:1 /var/lib/kubelet/pods/u/volumes/e /data rw,relatime - ext4 /dev/vda1 rw",
                        "2 98 254:1 /var/lib/kubelet/pods/u/etc-hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw",
                        "3 98 254:1 /etc/ssl /etc/ssl ro,relatime - ext4 /dev/vda1 rw",
                        "4 98 0:70 / /dev/shm rw - tmpfs shm rw",
                        "5 98 0:71 / /proc rw - proc proc rw"))
                .containsExactly(
                        new WrittenPlace(
                                ROOT_DISK, "/var/lib/kubelet/pods/u/volumes/e", "/var/lib/kubelet/pods/u/volumes/e"),
                        new WrittenPlace(
                                ROOT_DISK, "/var/lib/kubelet/pods/u/etc-hosts", "/var/lib/kubelet/pods/u/etc-hosts"));
    }

    @Test
    void reachesAVolumeByTheNodesOwnMountWhateverTheContainerPutInItsWay() {
        assertThat(of(
                        "1 98 254:32 /exports/a/db /var/data rw,relatime - ext4 /dev/vdc rw",
                        "2 98 254:32 /exports/b /elsewhere rw,relatime - ext4 /dev/vdc rw",
                        "3 98 254:48 / /unknown rw,relatime - ext4 /dev/vdd rw"))
                .as("only what the node has mounted can be reached")
                .containsExactly(new WrittenPlace((254L << 20) | 32, "/exports/a/db", "/mnt/a/db"));
    }

    @Test
    void aVolumeThatIsAWholeDiskIsTheNodesMountOfIt() {
        assertThat(of("1 98 254:16 / /data rw,relatime - xfs /dev/vdb rw"))
                .containsExactly(new WrittenPlace(DATA_DISK, "/", "/var/lib/containerd"));
    }

    @Test
    void namesAFileSystemByWhereTheNodeHasIt() {
        assertThat(WrittenPlace.mountedAt(DATA_DISK, ofNode)).contains("/var/lib/containerd");
        assertThat(WrittenPlace.mountedAt(4_711, ofNode)).isEmpty();
    }

    private List<WrittenPlace> of(String... lines) {
        return WrittenPlace.of(List.of(lines), ofNode);
    }
}
