package dev.vedette.sensor.identity;

import dev.vedette.probes.record.BpfRecord;
import dev.vedette.probes.record.CapabilityRecord;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.CredentialsRecord;
import dev.vedette.probes.record.DestructionRecord;
import dev.vedette.probes.record.DnsRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FetchRecord;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.KeyRecord;
import dev.vedette.probes.record.MemoryRecord;
import dev.vedette.probes.record.ModuleRecord;
import dev.vedette.probes.record.MountRecord;
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
import java.util.List;

/** One record of each kind, in the order of a container's life. */
final class EveryKind {
    private static final long GROUP = 7_000;
    private static final Task RUNC = Task.of(60);
    private static final Task SHELL = Task.of(70);

    private EveryKind() {}

    static List<KernelRecord> records() {
        Records records = new Records();
        RawFile file = Records.file("/etc/passwd", 7, 50);
        RecordHeader shell = records.header(SHELL, GROUP);
        RawTarget target = new RawTarget(RUNC.pid(), RUNC.pid(), RUNC.start(), 1, "runc");
        byte[] answer = DnsAnswers.addresses("a.example", "b.example", new byte[4], new byte[16]);
        return List.of(
                records.mkdir(RUNC, 1, GROUP, 1, "/kubepods/" + "c".repeat(64)),
                records.fork(RUNC, 1, SHELL, GROUP),
                records.exec(SHELL, GROUP, Records.OF_CONTAINER, "/bin/sh"),
                records.open(SHELL, GROUP, file, 1),
                new MountRecord(shell, 0, 0, file, "tmpfs", "none", "/mnt", "size=1m", 0, 0, 0),
                records.setns(SHELL, GROUP, 0x2000_0000, Records.OF_CONTAINER, Records.OF_HOST),
                records.socket(SHELL, GROUP, SocketRecord.CONNECT),
                records.unixConnect(SHELL, GROUP, "/run/containerd/containerd.sock", 7, 8, RUNC.pid()),
                new CredentialsRecord(shell, Records.DEFAULT_CREDENTIALS, Records.credentials(-1, 0)),
                new ModuleRecord(shell, file, "overlay", 0),
                new BpfRecord(shell, 5, 1, 2, "prog", 3),
                records.attach(RUNC, 1, SHELL, GROUP),
                new FileChangeRecord(shell, 6, RawFile.NONE, file, file, 0, "tool", "other", true, 0),
                new DnsRecord(new RecordHeader(1, GROUP, 0, 0, 0, ""), 2, "10.0.0.53", 53, new RawBytes(answer), false),
                new ProcessAccessRecord(shell, 0, target, 16, 0),
                new SignalRecord(shell, target, 9, 0),
                new CapabilityRecord(shell, 21, 400, 0),
                new KeyRecord(shell, 11, 1, 0, "user", "token", 0),
                new MemoryRecord(shell, 0, file, 4096, 4096, 5, 3, 2),
                new SurfaceRecord(shell, 3, 0, "name", 0),
                new TransferRecord(shell, 0, file, 2, file, 5, 10),
                new TaskRenameRecord(shell, "sh", "hs"),
                new OomKillRecord(shell, target, 1, 2, 3, 4, OomKillRecord.WANT_OF_NODE, 0),
                new DestructionRecord(shell, file, "", 0, 1, 64, 0, 0, 0, 0),
                new FetchRecord(shell, 2, "192.0.2.7", 80, FetchRecord.CLASS),
                new ExitRecord(shell, 0),
                new CgroupRecord(records.header(RUNC, 1), CgroupRecord.RMDIR, GROUP, 1, "/x", 0, 0));
    }
}
