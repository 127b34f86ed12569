package dev.vedette.sensor.pipeline;

import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SocketRecord;
import java.util.List;

/** A container that is made, runs a shell, opens a file, connects somewhere and ends: one record of each common kind. */
final class SyntheticRecords {
    private static final long CGROUP = 9_000_000_001L;
    private static final String ID = "f".repeat(64);
    private static final RawNamespaces INSIDE = new RawNamespaces(11, 12, 13, 14, 15, 16, 17);
    private static final RawCredentials ROOT = new RawCredentials(0, 0, 0, 0, 1, 1, 0, 1, 0, 2, false);

    private SyntheticRecords() {}

    static List<KernelRecord> all() {
        RecordHeader runtime = header(1, 900_001);
        RecordHeader shell = header(CGROUP, 900_002);
        return List.of(
                new CgroupRecord(runtime, CgroupRecord.MKDIR, CGROUP, 1, "/kubepods/burstable/" + ID, 0, 0),
                new ForkRecord(runtime, 900_002, 2, CGROUP),
                new ExecRecord(
                        shell,
                        900_001,
                        1,
                        ROOT,
                        INSIDE,
                        file("/bin/sh"),
                        RawFile.NONE,
                        file("/"),
                        1,
                        2,
                        1,
                        3,
                        "/bin/sh",
                        List.of("sh", "-c", "id"),
                        false,
                        List.of(),
                        false,
                        3,
                        5,
                        5,
                        false,
                        false),
                new FileOpenRecord(shell, file("/etc/hostname"), 1, "/etc/hostname", false),
                connect(shell),
                new ExitRecord(shell, 0),
                new CgroupRecord(runtime, CgroupRecord.RMDIR, CGROUP, 1, "/kubepods/burstable/" + ID, 0, 0));
    }

    private static SocketRecord connect(RecordHeader header) {
        return new SocketRecord(
                header,
                SocketRecord.CONNECT,
                2,
                6,
                "10.0.0.2",
                4000,
                "10.0.0.3",
                443,
                "",
                0,
                0,
                0,
                1,
                0,
                RawFile.NONE,
                0,
                "");
    }

    private static RecordHeader header(long cgroup, int pid) {
        return new RecordHeader(1_000, cgroup, pid, pid, 2, "synthetic");
    }

    private static RawFile file(String path) {
        return new RawFile(path, RawFile.PATH_ROOT, 1, 2, 3, 0x794c_7630L, 1, 0x81ed, 0, RawFile.OVERLAY_LOWER, 0, 0);
    }
}
