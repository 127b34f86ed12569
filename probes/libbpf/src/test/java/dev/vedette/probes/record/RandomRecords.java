package dev.vedette.probes.record;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Records of every kind with whatever values their fields can have. */
final class RandomRecords {
    private static final String ALPHABET = "abcXYZ019/._-@ =\n\"\\äß漢字🙂";
    private static final int KINDS = 11;

    private final RandomGenerator random;

    RandomRecords(RandomGenerator random) {
        this.random = random;
    }

    KernelRecord next() {
        return next(random.nextInt(KINDS));
    }

    KernelRecord next(int kind) {
        return switch (kind) {
            case 0 ->
                new ExecRecord(
                        header(),
                        random.nextInt(),
                        random.nextLong(),
                        credentials(),
                        namespaces(),
                        file(),
                        text(100),
                        arguments(),
                        random.nextBoolean(),
                        random.nextInt(10),
                        random.nextInt(10),
                        random.nextInt(10));
            case 1 -> new ForkRecord(header(), random.nextInt(), random.nextLong(), random.nextLong());
            case 2 -> new ExitRecord(header(), random.nextInt());
            case 3 -> new FileOpenRecord(header(), file(), random.nextInt(), text(100), random.nextBoolean());
            case 4 ->
                new MountRecord(
                        header(),
                        random.nextInt(2),
                        text(20),
                        text(100),
                        text(100),
                        text(100),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong());
            case 5 ->
                new NamespaceRecord(
                        header(), random.nextInt(2), random.nextLong(), namespaces(), namespaces(), random.nextLong());
            case 6 -> socket();
            case 7 -> new CredentialsRecord(header(), credentials(), credentials());
            case 8 -> new ModuleRecord(header(), text(50), random.nextLong());
            case 9 -> new BpfRecord(header(), random.nextInt(), random.nextLong());
            default ->
                new CgroupRecord(
                        header(),
                        random.nextInt(3),
                        random.nextLong(),
                        random.nextLong(),
                        text(200),
                        random.nextInt(),
                        random.nextLong());
        };
    }

    private RecordHeader header() {
        return new RecordHeader(
                random.nextLong(), random.nextLong(), random.nextInt(), random.nextInt(), random.nextLong(), text(3));
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
                random.nextInt(4));
    }

    private SocketRecord socket() {
        boolean inet = random.nextBoolean();
        return new SocketRecord(
                header(),
                random.nextInt(3),
                inet ? (random.nextBoolean() ? 2 : 10) : 1,
                random.nextInt(256),
                inet ? "10.0." + random.nextInt(256) + ".1" : "",
                random.nextInt(65536),
                inet && random.nextBoolean() ? "192.0.2." + random.nextInt(256) : "",
                random.nextInt(65536),
                inet ? "" : text(50),
                unsigned(),
                random.nextLong(),
                random.nextInt());
    }

    private List<String> arguments() {
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
