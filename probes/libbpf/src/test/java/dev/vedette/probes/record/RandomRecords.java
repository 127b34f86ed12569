package dev.vedette.probes.record;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Records of every kind with whatever values their fields can have. */
final class RandomRecords {
    private static final String ALPHABET = "abcXYZ019/._-@ =\n\"\\äß漢字🙂";

    private static final List<RecordKind> KINDS = List.of(RecordKind.values());

    private final RandomGenerator random;

    RandomRecords(RandomGenerator random) {
        this.random = random;
    }

    KernelRecord next() {
        return next(KINDS.get(random.nextInt(KINDS.size())));
    }

    KernelRecord next(RecordKind kind) {
        RecordHeader header = header();
        return switch (kind) {
            case EXEC -> exec(header);
            case FORK -> new ForkRecord(header, random.nextInt(), random.nextLong(), random.nextLong());
            case EXIT -> new ExitRecord(header, random.nextInt());
            case FILE_OPEN -> new FileOpenRecord(header, file(), random.nextInt(), text(100), random.nextBoolean());
            case MOUNT -> mount(header);
            case NAMESPACE ->
                new NamespaceRecord(
                        header, random.nextInt(3), random.nextLong(), namespaces(), namespaces(), random.nextLong());
            case SOCKET -> socket(header);
            case CREDENTIALS -> new CredentialsRecord(header, credentials(), credentials());
            case MODULE -> new ModuleRecord(header, file(), text(50), random.nextLong());
            case BPF ->
                new BpfRecord(
                        header, random.nextInt(), random.nextInt(), random.nextInt(), text(16), random.nextLong());
            case CGROUP ->
                new CgroupRecord(
                        header,
                        random.nextInt(3),
                        random.nextLong(),
                        random.nextLong(),
                        text(200),
                        random.nextInt(),
                        random.nextLong());
            case FILE_CHANGE -> change(header);
            case DNS -> dns(header);
            case PROCESS_ACCESS ->
                new ProcessAccessRecord(header, random.nextInt(6), target(), random.nextInt(), random.nextLong());
            case SIGNAL -> new SignalRecord(header, target(), random.nextInt(65), random.nextInt());
            case CAPABILITY -> new CapabilityRecord(header, random.nextInt(41), unsigned(), random.nextLong());
            case KEY ->
                new KeyRecord(
                        header, random.nextInt(), random.nextInt(), unsigned(), text(20), text(50), random.nextLong());
            case MEMORY ->
                new MemoryRecord(
                        header,
                        random.nextInt(2),
                        file(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt());
            case SURFACE ->
                new SurfaceRecord(header, random.nextInt(12), random.nextLong(), text(60), random.nextLong());
            case TRANSFER ->
                new TransferRecord(
                        header,
                        random.nextInt(4),
                        file(),
                        random.nextInt(10),
                        file(),
                        random.nextInt(10),
                        random.nextLong());
            case TASK_RENAME -> new TaskRenameRecord(header, text(3), text(3));
            case OOM_KILL ->
                new OomKillRecord(
                        header,
                        target(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(3),
                        random.nextLong());
            case DESTRUCTION ->
                new DestructionRecord(
                        header,
                        file(),
                        text(50),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt());
            case FETCH -> fetch(header);
        };
    }

    private ExecRecord exec(RecordHeader header) {
        return new ExecRecord(
                header,
                random.nextInt(),
                random.nextLong(),
                credentials(),
                namespaces(),
                file(),
                file(),
                file(),
                unsigned(),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                text(100),
                texts(),
                random.nextBoolean(),
                random.nextBoolean() ? List.of() : List.of("LD_PRELOAD=" + text(20), "ENV="),
                random.nextBoolean(),
                random.nextInt(10),
                random.nextInt(10),
                random.nextInt(10),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private MountRecord mount(RecordHeader header) {
        return new MountRecord(
                header,
                random.nextInt(6),
                random.nextInt(2),
                file(),
                text(20),
                text(100),
                text(100),
                text(100),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private FileChangeRecord change(RecordHeader header) {
        return new FileChangeRecord(
                header,
                random.nextInt(14),
                file(),
                file(),
                file(),
                random.nextLong(),
                text(100),
                text(100),
                random.nextBoolean(),
                random.nextLong());
    }

    private DnsRecord dns(RecordHeader header) {
        byte[] message = new byte[random.nextInt(600)];
        random.nextBytes(message);
        boolean wide = random.nextBoolean();
        return new DnsRecord(
                header,
                wide ? 10 : 2,
                address(wide),
                random.nextInt(65536),
                new RawBytes(message),
                random.nextBoolean());
    }

    private FetchRecord fetch(RecordHeader header) {
        boolean wide = random.nextBoolean();
        return new FetchRecord(header, wide ? 10 : 2, address(wide), random.nextInt(65536), random.nextInt());
    }

    private String address(boolean wide) {
        return wide ? "2001:db8::" + (1 + random.nextInt(9)) : "192.0.2." + random.nextInt(256);
    }

    private RecordHeader header() {
        return new RecordHeader(
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                text(3),
                random.nextInt(4),
                random.nextInt(16));
    }

    private RawTarget target() {
        return random.nextInt(4) == 0
                ? RawTarget.NONE
                : new RawTarget(
                        1 + random.nextInt(1000), random.nextInt(), random.nextLong(), random.nextLong(), text(3));
    }

    private RawCredentials credentials() {
        return new RawCredentials(
                unsigned(),
                unsigned(),
                unsigned(),
                unsigned(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(3),
                random.nextBoolean());
    }

    private RawNamespaces namespaces() {
        return new RawNamespaces(unsigned(), unsigned(), unsigned(), unsigned(), unsigned(), unsigned(), unsigned());
    }

    private RawFile file() {
        if (random.nextInt(8) == 0) {
            return RawFile.NONE;
        }
        return new RawFile(
                text(300),
                random.nextInt(4),
                unsigned(),
                random.nextLong(),
                unsigned(),
                random.nextLong(),
                unsigned(),
                random.nextInt(),
                unsigned(),
                random.nextInt(4),
                unsigned(),
                unsigned());
    }

    private SocketRecord socket(RecordHeader header) {
        boolean inet = random.nextBoolean();
        return new SocketRecord(
                header,
                random.nextInt(6),
                inet ? (random.nextBoolean() ? 2 : 10) : 1,
                random.nextInt(256),
                inet ? "10.0." + random.nextInt(256) + ".1" : "",
                random.nextInt(65536),
                inet && random.nextBoolean() ? "192.0.2." + random.nextInt(256) : "",
                random.nextInt(65536),
                inet ? "" : text(50),
                unsigned(),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(6),
                random.nextLong(),
                file(),
                random.nextLong(),
                text(20));
    }

    private List<String> texts() {
        List<String> arguments = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            arguments.add(text(20));
        }
        return arguments;
    }

    private long unsigned() {
        return Integer.toUnsignedLong(random.nextInt());
    }

    private String text(int most) {
        int[] symbols = ALPHABET.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.appendCodePoint(symbols[random.nextInt(symbols.length)]);
        }
        return text.toString();
    }
}
