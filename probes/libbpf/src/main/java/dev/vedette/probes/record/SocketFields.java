package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.ADDRESS_BYTES;
import static dev.vedette.probes.record.RecordLayout.U16;
import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.bytes;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset16;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link SocketRecord}, both ways. */
final class SocketFields {
    static final int LOCAL = 1;
    static final int REMOTE = 2;

    static final StructLayout LAYOUT = struct(
            "vdt_socket",
            RecordLayout.HEADER.withName("header"),
            U32.withName("operation"),
            U32.withName("family"),
            U32.withName("protocol"),
            U32.withName("peer_pid"),
            bytes("local_address", ADDRESS_BYTES),
            bytes("remote_address", ADDRESS_BYTES),
            U64.withName("unix_inode"),
            U32.withName("unix_device"),
            U16.withName("local_port"),
            U16.withName("remote_port"),
            RecordLayout.TEXT.withName("unix_path"),
            U32.withName("addresses"),
            RecordLayout.FILE.withName("peer_executable"),
            U64.withName("peer_cgroup_id"),
            U64.withName("result"),
            U32.withName("type"),
            RecordLayout.TEXT.withName("algorithm"));

    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int FAMILY = offset32(LAYOUT, "family");
    private static final int PROTOCOL = offset32(LAYOUT, "protocol");
    private static final int PEER_PID = offset32(LAYOUT, "peer_pid");
    private static final int LOCAL_ADDRESS = offset(LAYOUT, "local_address");
    private static final int REMOTE_ADDRESS = offset(LAYOUT, "remote_address");
    private static final int UNIX_INODE = offset64(LAYOUT, "unix_inode");
    private static final int UNIX_DEVICE = offset32(LAYOUT, "unix_device");
    private static final int LOCAL_PORT = offset16(LAYOUT, "local_port");
    private static final int REMOTE_PORT = offset16(LAYOUT, "remote_port");
    private static final int UNIX_PATH = offset(LAYOUT, "unix_path");
    private static final int ADDRESSES = offset32(LAYOUT, "addresses");
    private static final int PEER_EXECUTABLE = offset(LAYOUT, "peer_executable");
    private static final int PEER_CGROUP_ID = offset64(LAYOUT, "peer_cgroup_id");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int TYPE = offset32(LAYOUT, "type");
    private static final int ALGORITHM = offset(LAYOUT, "algorithm");

    private SocketFields() {}

    static SocketRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        int family = in.int32(FAMILY);
        int addresses = in.int32(ADDRESSES);
        return new SocketRecord(
                header,
                in.int32(OPERATION),
                family,
                in.int32(PROTOCOL),
                (addresses & LOCAL) == 0 ? "" : in.address(LOCAL_ADDRESS, family),
                in.int16(LOCAL_PORT),
                (addresses & REMOTE) == 0 ? "" : in.address(REMOTE_ADDRESS, family),
                in.int16(REMOTE_PORT),
                in.text(UNIX_PATH),
                in.unsigned32(UNIX_DEVICE),
                in.int64(UNIX_INODE),
                in.int32(PEER_PID),
                in.int32(TYPE),
                in.int64(RESULT),
                in.file(PEER_EXECUTABLE),
                in.int64(PEER_CGROUP_ID),
                in.text(ALGORITHM));
    }

    static byte[] encode(SocketRecord record) {
        var out = new RecordBuilder(RecordKind.SOCKET, record.header());
        int family = record.family();
        out.int32(OPERATION, record.operation());
        out.int32(FAMILY, family);
        out.int32(PROTOCOL, record.protocol());
        out.int32(ADDRESSES, addresses(record));
        out.address(LOCAL_ADDRESS, family, record.localAddress());
        out.int16(LOCAL_PORT, record.localPort());
        out.address(REMOTE_ADDRESS, family, record.remoteAddress());
        out.int16(REMOTE_PORT, record.remotePort());
        out.text(UNIX_PATH, record.unixPath());
        out.int32(UNIX_DEVICE, (int) record.unixDevice());
        out.int64(UNIX_INODE, record.unixInode());
        out.int32(PEER_PID, record.peerPid());
        out.int32(TYPE, record.type());
        out.int64(RESULT, record.result());
        out.file(PEER_EXECUTABLE, record.peerExecutable());
        out.int64(PEER_CGROUP_ID, record.peerCgroupId());
        out.text(ALGORITHM, record.algorithm());
        return out.finish();
    }

    private static int addresses(SocketRecord record) {
        return (record.localAddress().isEmpty() ? 0 : LOCAL)
                | (record.remoteAddress().isEmpty() ? 0 : REMOTE);
    }
}
