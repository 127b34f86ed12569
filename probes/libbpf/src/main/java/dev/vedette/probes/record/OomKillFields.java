package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link OomKillRecord}, both ways. */
final class OomKillFields {
    static final StructLayout LAYOUT = struct(
            "vdt_oom_kill",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.TARGET.withName("victim"),
            U64.withName("anonymous_pages"),
            U64.withName("file_pages"),
            U64.withName("shared_pages"),
            U32.withName("score_adjustment"),
            U32.withName("want"),
            U64.withName("limit_group"));

    private static final int VICTIM = offset(LAYOUT, "victim");
    private static final int ANONYMOUS_PAGES = offset64(LAYOUT, "anonymous_pages");
    private static final int FILE_PAGES = offset64(LAYOUT, "file_pages");
    private static final int SHARED_PAGES = offset64(LAYOUT, "shared_pages");
    private static final int SCORE_ADJUSTMENT = offset32(LAYOUT, "score_adjustment");
    private static final int WANT = offset32(LAYOUT, "want");
    private static final int LIMIT_GROUP = offset64(LAYOUT, "limit_group");

    private OomKillFields() {}

    static OomKillRecord decode(RecordHeader header, StructDecoder in) {
        return new OomKillRecord(
                header,
                in.target(VICTIM),
                in.int64(ANONYMOUS_PAGES),
                in.int64(FILE_PAGES),
                in.int64(SHARED_PAGES),
                in.int32(SCORE_ADJUSTMENT),
                in.int32(WANT),
                in.int64(LIMIT_GROUP));
    }

    static byte[] encode(OomKillRecord record) {
        var out = new RecordBuilder(RecordKind.OOM_KILL, record.header());
        out.target(VICTIM, record.victim());
        out.int64(ANONYMOUS_PAGES, record.anonymousPages());
        out.int64(FILE_PAGES, record.filePages());
        out.int64(SHARED_PAGES, record.sharedPages());
        out.int32(SCORE_ADJUSTMENT, record.scoreAdjustment());
        out.int32(WANT, record.want());
        out.int64(LIMIT_GROUP, record.limitGroupId());
        return out.finish();
    }
}
