package dev.vedette.benchmarks;

import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.probes.record.RecordEncoder;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SocketRecord;
import java.util.List;

/** One record of each common kind, with texts as long as they commonly are. */
final class FloodRecords {
    private static final RawNamespaces INSIDE = new RawNamespaces(11, 12, 13, 14, 15, 16, 17);
    private static final RawCredentials ROOT = new RawCredentials(0, 0, 0, 0, 1, 1, 0, 1, 0, 2, false);
    private static final RecordHeader HEADER = new RecordHeader(1_000, 4711, 900, 900, 2, "postgres");

    private FloodRecords() {}

    static List<byte[]> encoded() {
        RecordEncoder encoder = new RecordEncoder();
        return List.of(
                encoder.encode(program(HEADER, "--file=/backup/shop.dump")),
                encoder.encode(new FileOpenRecord(
                        HEADER, file("/var/lib/postgresql/15/main/base/16384/2619"), 2, "base/16384/2619", false)),
                encoder.encode(new SocketRecord(
                        HEADER,
                        SocketRecord.CONNECT,
                        2,
                        6,
                        "10.0.0.2",
                        40_000,
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
                        "")),
                encoder.encode(new ExitRecord(HEADER, 0)));
    }

    /** That begins, with an argument of its own among the others. */
    static ExecRecord program(RecordHeader header, String argument) {
        return new ExecRecord(
                header,
                899,
                1,
                ROOT,
                INSIDE,
                file("/usr/lib/postgresql/15/bin/pg_dump"),
                RawFile.NONE,
                file("/var/lib/postgresql"),
                7,
                2,
                1,
                4,
                "/usr/lib/postgresql/15/bin/pg_dump",
                List.of("pg_dump", "--format=custom", argument, "shop"),
                false,
                List.of(),
                false,
                3,
                5,
                5,
                false,
                false);
    }

    private static RawFile file(String path) {
        return new RawFile(path, RawFile.PATH_ROOT, 1, 2, 3, 0x794c_7630L, 1, 0x81ed, 0, RawFile.OVERLAY_LOWER, 11, 30);
    }
}
