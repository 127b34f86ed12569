package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilityUsed;
import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.Entry;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KeyUsed;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.TaskRenamed;
import dev.vedette.probes.record.CapabilityRecord;
import dev.vedette.probes.record.DestructionRecord;
import dev.vedette.probes.record.DnsRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.FetchRecord;
import dev.vedette.probes.record.KeyRecord;
import dev.vedette.probes.record.MemoryRecord;
import dev.vedette.probes.record.MountRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.OomKillRecord;
import dev.vedette.probes.record.ProcessAccessRecord;
import dev.vedette.probes.record.RawBytes;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.RawTarget;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SignalRecord;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.probes.record.SurfaceRecord;
import dev.vedette.probes.record.TaskRenameRecord;
import dev.vedette.probes.record.TransferRecord;
import dev.vedette.sensor.identity.Records.Task;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel's rarer records become for rules. */
class KernelFactsTest {
    private static final String ID = "a".repeat(64);
    private static final String OTHER_ID = "b".repeat(64);
    private static final long GROUP = 7_000;
    private static final long OTHER_GROUP = 8_000;
    private static final Task SHELL = Task.of(70);
    private static final Task NEIGHBOUR = Task.of(80);
    private static final RawFile FILE = Records.file("/usr/lib/x.so", 7, 99);

    private final Enriching enriching = new Enriching();

    @BeforeEach
    void startTwoContainers() {
        enriching.start(GROUP, "/kubepods/" + ID, SHELL);
        enriching.runtimeSays(ID);
        enriching.start(OTHER_GROUP, "/kubepods/" + OTHER_ID, NEIGHBOUR);
        enriching.runtimeSays(OTHER_ID);
        enriching.facts.clear();
    }

    @Test
    void tellsTheTargetOfASignalWithItsOwnContainer() {
        enriching.accept(new SignalRecord(header(SHELL), target(NEIGHBOUR, OTHER_GROUP), 9, 0));

        SignalSent sent = enriching.last(SignalSent.class);
        assertThat(sent.container().id()).isEqualTo(ID);
        assertThat(sent.target().container().id()).isEqualTo(OTHER_ID);
        assertThat(sent.target().process().pid()).isEqualTo(NEIGHBOUR.pid());
        assertThat(sent.crossesContainers()).isTrue();
        assertThat(sent.byKernel()).isFalse();
    }

    @Test
    void tellsATargetOnTheNodeAsTheNodes() {
        enriching.accept(new ProcessAccessRecord(
                header(SHELL),
                ProcessAccessRecord.WRITE_MEMORY,
                target(Enriching.CONTAINERD, Enriching.HOST_GROUP),
                0,
                512));

        ProcessAccessed access = enriching.last(ProcessAccessed.class);
        assertThat(access.operation()).isEqualTo(ProcessAccessed.Operation.WRITE_MEMORY);
        assertThat(access.target().process().name()).isEqualTo("containerd");
        assertThat(access.target().container()).isEqualTo(Container.HOST);
        assertThat(access.crossesContainers()).isTrue();
        assertThat(access.succeeded()).isTrue();
    }

    @Test
    void crossesNothingWithinOneContainerOrToNobody() {
        enriching.accept(
                new SignalRecord(header(SHELL), target(SHELL, GROUP), 15, 0),
                new ProcessAccessRecord(header(SHELL), ProcessAccessRecord.PTRACE, RawTarget.NONE, 16, -3));

        assertThat(enriching.last(SignalSent.class).crossesContainers()).isFalse();
        assertThat(enriching.last(ProcessAccessed.class).crossesContainers()).isFalse();
        assertThat(enriching.last(ProcessAccessed.class).succeeded()).isFalse();
    }

    @Test
    void tellsWhoPaidForWhoseWantOfMemory() {
        enriching.accept(new OomKillRecord(
                header(SHELL), target(NEIGHBOUR, OTHER_GROUP), 1_000, 20, 3, 500, OomKillRecord.WANT_OF_GROUP, 77));

        OutOfMemoryKilled kill = enriching.last(OutOfMemoryKilled.class);
        assertThat(kill.container().id()).isEqualTo(ID);
        assertThat(kill.victim().container().id()).isEqualTo(OTHER_ID);
        assertThat(kill.anonymousPages()).isEqualTo(1_000);
        assertThat(kill.want()).isEqualTo(OutOfMemoryKilled.Want.OF_GROUP);
        assertThat(kill.limitGroupId()).isEqualTo(77);
    }

    @Test
    void saysHowManyFilesWereDestroyedAndInHowManyFolders() {
        enriching.accept(
                new DestructionRecord(header(SHELL), Records.file("/data/a", 7, 50), "", 0, 0b1011, 1, 2, 3, -1, 0));

        FilesDestroyed destroyed = enriching.last(FilesDestroyed.class);
        assertThat(destroyed.container().id()).isEqualTo(ID);
        assertThat(destroyed.folders()).isEqualTo(3);
        assertThat(destroyed.rewritten()).isEqualTo(0xffff_ffffL);
        assertThat(destroyed.all()).isEqualTo(0xffff_ffffL + 6);
        assertThat(destroyed.last().path()).isEqualTo("/data/a");
        assertThat(destroyed.habit()).isEqualTo(FilesDestroyed.Habit.UNKNOWN);
    }

    @Test
    void takesThePathOfADestroyedFileAsItWasWrittenWhereNoMoreIsKnown() {
        enriching.accept(new DestructionRecord(header(SHELL), RawFile.NONE, "../a", 0, 1, 64, 0, 0, 0, 64));

        FilesDestroyed destroyed = enriching.last(FilesDestroyed.class);
        assertThat(destroyed.last().path()).isEqualTo("../a");
        assertThat(destroyed.last().known()).isFalse();
        assertThat(destroyed.unsure()).isEqualTo(64);
    }

    @Test
    void givesAResolvedNameToTheContainerOfItsSocket() {
        byte[] message = DnsAnswers.addresses(
                "WWW.Example.org", "edge.example.net", new byte[] {(byte) 192, 0, 2, 7}, new byte[16]);
        RecordHeader nobody = new RecordHeader(9, GROUP, 0, 0, 0, "");

        enriching.accept(new DnsRecord(nobody, 2, "10.0.0.53", 53, new RawBytes(message), false));

        NameResolved resolved = enriching.last(NameResolved.class);
        assertThat(resolved.container().id()).isEqualTo(ID);
        assertThat(resolved.phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(resolved.process().pid()).isZero();
        assertThat(resolved.name()).isEqualTo("www.example.org");
        assertThat(resolved.type()).isEqualTo("A");
        assertThat(resolved.addresses()).containsExactly("192.0.2.7", "::");
        assertThat(resolved.aliases()).containsExactly("edge.example.net");
        assertThat(resolved.response()).isEqualTo("NOERROR");
        assertThat(resolved.server()).isEqualTo("10.0.0.53");
        assertThat(resolved.whole()).isTrue();
    }

    @Test
    void givesFetchedCodeToWhoOpenedTheConnection() {
        enriching.accept(new FetchRecord(header(SHELL), 10, "2001:db8::7", 8080, FetchRecord.OBJECT));

        CodeFetched fetched = enriching.last(CodeFetched.class);
        assertThat(fetched.container().id()).isEqualTo(ID);
        assertThat(fetched.process().pid()).isEqualTo(SHELL.pid());
        assertThat(fetched.code()).isEqualTo(CodeFetched.Code.OBJECT);
        assertThat(fetched.address()).isEqualTo("2001:db8::7");
        assertThat(fetched.port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({"1, CLASS", "2, ARCHIVE", "3, OBJECT", "4, SCRIPT", "0, OTHER", "-1, OTHER"})
    void namesTheKindOfFetchedCode(int number, CodeFetched.Code code) {
        enriching.accept(new FetchRecord(header(SHELL), 2, "192.0.2.7", 80, number));

        assertThat(enriching.last(CodeFetched.class).code()).isEqualTo(code);
    }

    @Test
    void tellsByWhichDoorAnActionCameAndWhatBecameOfIt() {
        enriching.accept(new SurfaceRecord(
                header(SHELL, RecordHeader.ORIGIN_IO_URING, RecordHeader.KILLED | RecordHeader.UNTRUSTED),
                SurfaceRecord.MEMFD_CREATE,
                1,
                "payload",
                3));

        KernelSurfaceReached reached = enriching.last(KernelSurfaceReached.class);
        assertThat(reached.entry()).isEqualTo(Entry.IO_URING);
        assertThat(reached.enforcement()).isEqualTo(Enforcement.KILLED);
        assertThat(reached.context().textsUntrusted()).isTrue();
        assertThat(reached.surface()).isEqualTo(KernelSurfaceReached.Surface.MEMFD_CREATE);
        assertThat(reached.name()).isEqualTo("payload");
    }

    @Test
    void tellsWhatWasOpenedByItsNumber() {
        enriching.accept(new SurfaceRecord(header(SHELL), SurfaceRecord.OPEN_BY_HANDLE, 1, "/etc/shadow", 0));

        KernelSurfaceReached reached = enriching.last(KernelSurfaceReached.class);
        assertThat(reached.surface()).isEqualTo(KernelSurfaceReached.Surface.OPEN_BY_HANDLE);
        assertThat(reached.name()).isEqualTo("/etc/shadow");
        assertThat(reached.value()).isEqualTo(1);
        assertThat(reached.succeeded()).isTrue();
    }

    @Test
    void keepsAProcessAsItIsWhenItsNewProgramIsRefused() {
        ExecRecord refused = Records.with(
                enriching.records.exec(SHELL, GROUP, Records.OF_CONTAINER, "/tmp/miner"),
                header(SHELL, RecordHeader.ORIGIN_CALL, RecordHeader.DENIED));
        enriching.accept(refused, new TaskRenameRecord(header(SHELL), "sh", "sh2"));

        ProcessExecuted denied = enriching.last(ProcessExecuted.class);
        assertThat(denied.denied()).isTrue();
        assertThat(denied.executable().path()).isEqualTo("/tmp/miner");
        assertThat(enriching.lastEvent().process().executable().path()).isEqualTo("/bin/sh");
    }

    @Test
    void tellsARefusedEntryIntoANamespaceThoughItFailed() {
        enriching.accept(new NamespaceRecord(
                header(SHELL, RecordHeader.ORIGIN_CALL, RecordHeader.DENIED),
                NamespaceRecord.SETNS,
                0x2000_0000,
                Records.OF_CONTAINER,
                Records.OF_HOST,
                -1));

        assertThat(enriching.last(NamespaceChanged.class).denied()).isTrue();
        assertThat(enriching
                        .processes
                        .now(SHELL.pid())
                        .orElseThrow()
                        .info()
                        .namespaces()
                        .mount())
                .isEqualTo(Records.OF_CONTAINER.mount());
    }

    @Test
    void tellsHowAProgramBegan() {
        ExecRecord exec = Records.with(
                enriching.records.exec(SHELL, GROUP, Records.OF_CONTAINER, "/usr/bin/python3"),
                Records.file("/app/run.py", 7, 123),
                "LD_PRELOAD=/tmp/a.so",
                "LD_PRELOAD=/tmp/second.so");
        enriching.accept(exec);

        ProcessExecuted began = enriching.lastExec();
        assertThat(began.script().path()).isEqualTo("/app/run.py");
        assertThat(began.isScript()).isTrue();
        assertThat(began.workingDirectory().path()).isEqualTo("/");
        assertThat(began.start().loaderVariables()).isEqualTo(Map.of("LD_PRELOAD", "/tmp/a.so"));
        assertThat(began.start().environmentWhole()).isTrue();
        assertThat(began.start().seccompFilters()).isOne();
    }

    @Test
    void tellsMountsApartFromWhatElseIsDoneToThem() {
        enriching.accept(mount(MountRecord.NEW, 0), mount(MountRecord.PIVOT_ROOT, 0), mount(MountRecord.UMOUNT, -22));

        assertThat(enriching.all(FileSystemMounted.class))
                .extracting(FileSystemMounted::operation)
                .containsExactly(FileSystemMounted.Operation.MOUNT, FileSystemMounted.Operation.PIVOT_ROOT);
        assertThat(enriching.last(FileSystemMounted.class).place().inode()).isEqualTo(99);
    }

    @Test
    void tellsRawAndAlgorithmSocketsAndTheProgramBehindAPeer() {
        enriching.accept(
                socket(SocketRecord.CREATE, 2, 3, RawFile.NONE, ""),
                socket(SocketRecord.BIND, 38, 5, RawFile.NONE, "aead:authencesn(hmac(sha256),cbc(aes))"),
                socket(SocketRecord.CONNECT, 1, 1, Records.file("/usr/bin/containerd-shim-runc-v2", 7, 5), ""));

        var sockets = enriching.all(SocketActivity.class);
        assertThat(sockets.get(0).operation()).isEqualTo(SocketActivity.Operation.CREATE);
        assertThat(sockets.get(0).isRaw()).isTrue();
        assertThat(sockets.get(1).peer().family()).isEqualTo(SocketActivity.Family.ALG);
        assertThat(sockets.get(1).algorithm()).startsWith("aead:");
        assertThat(sockets.get(2).peer().owner().name()).isEqualTo("containerd-shim-runc-v2");
        assertThat(sockets.get(2).isRaw()).isFalse();
        assertThat(sockets.get(2).process().serving()).isFalse();
    }

    @Test
    void tellsMemoryKeysCapabilitiesAndTransfers() {
        enriching.accept(
                new MemoryRecord(header(SHELL), MemoryRecord.MAKE_EXECUTABLE, RawFile.NONE, 4096, 8192, 5, 3, 0),
                new KeyRecord(header(SHELL), KeyRecord.ADD_KEY, 12, 0, "user", "token", 12),
                new CapabilityRecord(header(SHELL), 21, 400, -1),
                new CapabilityRecord(header(SHELL), 63, 400, 0),
                new TransferRecord(
                        header(SHELL),
                        TransferRecord.SPLICE,
                        FILE,
                        ExecRecord.STDIO_FILE,
                        RawFile.NONE,
                        ExecRecord.STDIO_PIPE,
                        100));

        MemoryProtected memory = enriching.last(MemoryProtected.class);
        assertThat(memory.isAnonymous()).isTrue();
        assertThat(memory.wasWritable()).isTrue();
        assertThat(memory.writable()).isFalse();
        assertThat(enriching.last(KeyUsed.class).operation()).isEqualTo(KeyUsed.Operation.ADD);
        assertThat(enriching.all(CapabilityUsed.class))
                .extracting(CapabilityUsed::capability, CapabilityUsed::number, CapabilityUsed::granted)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Capability.SYS_ADMIN, 21, false),
                        org.assertj.core.groups.Tuple.tuple(null, 63, true));
        DataTransferred transfer = enriching.last(DataTransferred.class);
        assertThat(transfer.sourceKind()).isEqualTo(Stdio.Kind.FILE);
        assertThat(transfer.destination()).isEqualTo(FileObject.NONE);
        assertThat(transfer.bytes()).isEqualTo(100);
    }

    @Test
    void followsTheNameThatAProcessTakes() {
        enriching.accept(new TaskRenameRecord(header(SHELL), "sh", "kworker/0:1"));

        assertThat(enriching.last(TaskRenamed.class).before()).isEqualTo("sh");
        assertThat(enriching.last(Event.class).process().name()).isEqualTo("kworker/0:1");
    }

    private RecordHeader header(Task task) {
        return enriching.records.header(task, GROUP);
    }

    private RecordHeader header(Task task, int origin, int flags) {
        RecordHeader plain = header(task);
        return new RecordHeader(
                plain.bootNanos(),
                plain.cgroupId(),
                plain.pid(),
                plain.tid(),
                plain.startBootNanos(),
                plain.comm(),
                origin,
                flags);
    }

    private static RawTarget target(Task task, long group) {
        return new RawTarget(task.pid(), task.pid(), task.start(), group, "comm");
    }

    private MountRecord mount(int operation, long result) {
        return new MountRecord(header(SHELL), operation, 0, FILE, "tmpfs", "none", "/mnt", "", 0, 0, result);
    }

    private SocketRecord socket(int operation, int family, int type, RawFile peer, String algorithm) {
        return new SocketRecord(
                header(SHELL), operation, family, 0, "", 0, "", 0, "", 0, 0, 0, type, 0, peer, 0, algorithm);
    }
}
