package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.record.LoaderVariables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the programs look for in environments: the tables of loader.h, filled before the programs run. */
final class LoaderNames {
    /** struct name_key, whose last byte stays NUL. */
    private static final int NAME_BYTES = 32;

    private static final int LETTERS = 128;

    private LoaderNames() {}

    /** Does nothing to an object that has no such tables. */
    static void fill(BpfObject object) throws BpfException {
        Optional<BpfMap> names = object.map("loader_names");
        Optional<BpfMap> letters = object.map("loader_letters");
        if (names.isEmpty() || letters.isEmpty()) {
            return;
        }
        long[][] second = new long[LETTERS][2];
        for (String name : LoaderVariables.names()) {
            names.get().put(key(name), bytes(Integer.BYTES).putInt(1).array());
            char next = name.charAt(1);
            second[name.charAt(0)][next / Long.SIZE] |= 1L << next % Long.SIZE;
        }
        for (int first = 0; first < LETTERS; first++) {
            letters.get()
                    .put(
                            bytes(Integer.BYTES).putInt(first).array(),
                            bytes(2 * Long.BYTES)
                                    .putLong(second[first][0])
                                    .putLong(second[first][1])
                                    .array());
        }
    }

    private static byte[] key(String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        if (letters.length >= NAME_BYTES) {
            throw new IllegalArgumentException(
                    name + " has " + letters.length + " letters, not " + NAME_BYTES + " less one");
        }
        return bytes(NAME_BYTES).put(letters).array();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }
}
