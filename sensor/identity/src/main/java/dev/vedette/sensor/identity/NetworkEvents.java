package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.probes.record.DnsRecord;
import dev.vedette.probes.record.FetchRecord;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.RawFacts;

/** Sockets, and the names and the code that come through them. */
final class NetworkEvents {
    // include/linux/socket.h
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_KEY = 15;
    private static final int AF_NETLINK = 16;
    private static final int AF_PACKET = 17;
    private static final int AF_TIPC = 30;
    private static final int AF_RXRPC = 33;
    private static final int AF_ALG = 38;
    private static final int AF_VSOCK = 40;

    private final ProcessTable processes;
    private final RuntimeFiles runtimeFiles;
    private final Contexts contexts;

    NetworkEvents(ProcessTable processes, RuntimeFiles runtimeFiles, Contexts contexts) {
        this.processes = processes;
        this.runtimeFiles = runtimeFiles;
        this.contexts = contexts;
    }

    void socket(SocketRecord record, Arrival arrival) {
        InContext context = contexts.of(arrival);
        boolean listens = record.operation() == SocketRecord.LISTEN;
        boolean denied = (record.header().flags() & RecordHeader.DENIED) != 0;
        if ((listens || record.operation() == SocketRecord.ACCEPT)
                && !denied
                && record.header().pid() != 0) {
            processes.markServing(processes.of(record.header()));
            context = contexts.of(arrival);
        }
        if (listens && context.residence().isEmpty()) {
            runtimeFiles.listensOnNode(context.process().executable(), record.unixDevice(), record.unixInode());
        }
        SocketActivity.Endpoint peer = peer(record);
        context.send(c ->
                new SocketActivity(c, operation(record), record.protocol(), record.type(), peer, record.algorithm()));
    }

    private static SocketActivity.Operation operation(SocketRecord record) {
        return switch (record.operation()) {
            case SocketRecord.CONNECT ->
                failed(record) ? SocketActivity.Operation.CONNECT_FAILED : SocketActivity.Operation.CONNECT;
            case SocketRecord.ACCEPT -> SocketActivity.Operation.ACCEPT;
            case SocketRecord.BIND -> SocketActivity.Operation.BIND;
            case SocketRecord.SEND -> SocketActivity.Operation.SEND;
            case SocketRecord.CREATE -> SocketActivity.Operation.CREATE;
            default -> SocketActivity.Operation.LISTEN;
        };
    }

    /** Not of itself: a refusal is told as what was refused. */
    private static boolean failed(SocketRecord record) {
        return record.result() < 0 && (record.header().flags() & RecordHeader.DENIED) == 0;
    }

    private SocketActivity.Endpoint peer(SocketRecord record) {
        boolean own = record.operation() == SocketRecord.LISTEN || record.operation() == SocketRecord.BIND;
        boolean unix = record.family() == AF_UNIX;
        String inet = own ? record.localAddress() : record.remoteAddress();
        FileObject owner = own ? FileObject.NONE : owner(record);
        boolean runtimeApi = unix
                && (runtimeFiles.isDaemon(owner) || runtimeFiles.isSocket(record.unixDevice(), record.unixInode()));
        return new SocketActivity.Endpoint(
                family(record.family()),
                unix ? record.unixPath() : inet,
                own ? record.localPort() : record.remotePort(),
                owner,
                runtimeApi);
    }

    /** The kernel's word on who made the other end, else the program that its process runs now. */
    private FileObject owner(SocketRecord record) {
        if (record.peerExecutable().known() || record.peerPid() == 0) {
            return RawFacts.file(record.peerExecutable());
        }
        return processes
                .now(record.peerPid())
                .map(process -> process.info().executable())
                .orElse(FileObject.NONE);
    }

    private static SocketActivity.Family family(int family) {
        return switch (family) {
            case AF_UNIX -> SocketActivity.Family.UNIX;
            case AF_INET -> SocketActivity.Family.INET;
            case AF_INET6 -> SocketActivity.Family.INET6;
            case AF_NETLINK -> SocketActivity.Family.NETLINK;
            case AF_PACKET -> SocketActivity.Family.PACKET;
            case AF_ALG -> SocketActivity.Family.ALG;
            case AF_KEY -> SocketActivity.Family.KEY;
            case AF_TIPC -> SocketActivity.Family.TIPC;
            case AF_RXRPC -> SocketActivity.Family.RXRPC;
            case AF_VSOCK -> SocketActivity.Family.VSOCK;
            default -> SocketActivity.Family.OTHER;
        };
    }

    void dns(DnsRecord record, Arrival arrival) {
        DnsAnswer answer = DnsAnswer.parse(record.message().toArray());
        contexts.of(arrival)
                .send(c -> new NameResolved(
                        c,
                        answer.name(),
                        answer.type(),
                        answer.addresses(),
                        answer.aliases(),
                        answer.response(),
                        answer.answers(),
                        record.serverAddress(),
                        record.serverPort(),
                        answer.whole() && !record.truncated()));
    }

    void fetched(FetchRecord record, Arrival arrival) {
        contexts.of(arrival).send(c -> new CodeFetched(c, code(record), record.remoteAddress(), record.remotePort()));
    }

    private static CodeFetched.Code code(FetchRecord record) {
        return switch (record.code()) {
            case FetchRecord.CLASS -> CodeFetched.Code.CLASS;
            case FetchRecord.ARCHIVE -> CodeFetched.Code.ARCHIVE;
            case FetchRecord.OBJECT -> CodeFetched.Code.OBJECT;
            case FetchRecord.SCRIPT -> CodeFetched.Code.SCRIPT;
            default -> CodeFetched.Code.OTHER;
        };
    }
}
