package dev.vedette.tests.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.MemoryRecord;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.probes.record.SurfaceRecord;
import dev.vedette.probes.record.TransferRecord;
import dev.vedette.sensor.demo.tour.Tour;
import dev.vedette.tests.suppression.RecordedStream.Bytes;
import dev.vedette.tests.suppression.RecordedStream.Item;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel side tells once within ten seconds what one program does again and again to one object. Here all that it
 * left out may have happened: the recorded tour with repeats of its records, each as long as the program runs and the
 * window lasts. Rules must find the same in both.
 */
class SuppressionTest {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Of struct vdt_header. */
    private static final int BOOT_NANOS_AT = 8;

    private static RecordedStream told;
    private static Set<String> foundInTold;

    private final RecordDecoder decoder = new RecordDecoder();

    @BeforeAll
    static void readTheTour() throws Exception {
        try (InputStream recording = Tour.class.getResourceAsStream("tour.recording")) {
            told = RecordedStream.read(recording);
        }
        foundInTold = told.findings();
    }

    @Test
    void theTourHasFindingsThatRestOnWhatIsSuppressed() {
        assertThat(foundInTold)
                .anyMatch(found -> found.startsWith("VDT-2001 "))
                .anyMatch(found -> found.startsWith("VDT-2002 "))
                .anyMatch(found -> found.startsWith("VDT-3014 "));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void rulesFindTheSameWhetherRepeatsAreToldOrNot(long seed) throws Exception {
        RecordedStream all = withRepeats(new Random(seed));

        assertThat(all.items()).hasSizeGreaterThan(told.items().size() + 20);
        assertThat(all.findings()).isEqualTo(foundInTold);
    }

    private RecordedStream withRepeats(Random random) throws MalformedRecordException {
        List<Item> items = told.items();
        TreeMap<Integer, List<Item>> inserted = new TreeMap<>();
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at) instanceof Bytes bytes && isSuppressible(decode(bytes))) {
                KernelRecord record = decode(bytes);
                int last = lastPlaceFor(record, at);
                for (int more = random.nextInt(4); more > 0; more--) {
                    int where = at + random.nextInt(last - at + 1);
                    inserted.computeIfAbsent(where, _ -> new ArrayList<>()).add(later(bytes, items.get(where)));
                }
            }
        }
        List<Item> all = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            all.add(items.get(at));
            all.addAll(inserted.getOrDefault(at, List.of()));
        }
        return told.with(all);
    }

    private static boolean isSuppressible(KernelRecord record) {
        return switch (record) {
            case FileOpenRecord _, FileChangeRecord _, MemoryRecord _, TransferRecord _, SurfaceRecord _ -> true;
            case SocketRecord socket -> socket.operation() == SocketRecord.SEND;
            default -> false;
        };
    }

    /** Before the program is replaced or ends, and within the window. */
    private int lastPlaceFor(KernelRecord record, int at) throws MalformedRecordException {
        int last = at;
        for (int next = at + 1; next < told.items().size(); next++) {
            if (told.items().get(next) instanceof Bytes bytes) {
                KernelRecord later = decode(bytes);
                boolean over = later.header().pid() == record.header().pid()
                        && (later instanceof ExecRecord || later instanceof ExitRecord);
                if (over || later.header().bootNanos() - record.header().bootNanos() >= WINDOW_NANOS) {
                    return last;
                }
                last = next;
            }
        }
        return last;
    }

    private Item later(Bytes repeated, Item after) throws MalformedRecordException {
        MemorySegment copy = MemorySegment.ofArray(repeated.record().toArray(ValueLayout.JAVA_BYTE));
        if (after instanceof Bytes bytes) {
            copy.set(
                    ValueLayout.JAVA_LONG_UNALIGNED,
                    BOOT_NANOS_AT,
                    decode(bytes).header().bootNanos());
        }
        return new Bytes(copy);
    }

    private KernelRecord decode(Bytes bytes) throws MalformedRecordException {
        return decoder.decode(bytes.record(), 0, (int) bytes.record().byteSize());
    }
}
