package dev.vedette.probes.deny;

import dev.vedette.probes.deny.Denial.All;
import dev.vedette.probes.deny.Denial.Except;
import dev.vedette.probes.deny.Denial.OfClass;
import dev.vedette.probes.deny.Denial.OfDevice;
import dev.vedette.probes.deny.Denial.OfFile;
import dev.vedette.probes.deny.Denial.OfFileSystem;
import dev.vedette.probes.deny.Denial.OfName;
import dev.vedette.probes.deny.Denial.OfPeers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One container's denials as the programs' tables hold them (include/deny*.h of the programs, held equal by a test). Not
 * thread-safe.
 */
public final class DenyEntries {
    /** struct deny_container: actions, below, begun, padding, then a verdict for each action and each class. */
    private static final int CONTAINER_BYTES =
            4 * Integer.BYTES + (DenyAction.values().length + ExecutableClass.values().length) * DenyVerdict.BYTES;

    private static final int BEGUN_AT = 2 * Integer.BYTES;
    private static final int OBJECT_BYTES = 24;
    private static final int NAME_BYTES = 72;
    private static final int NETWORK_BYTES = 28;
    private static final int CONTAINER_BITS = 64;
    private static final int PORTS_BYTES = 2 * Short.BYTES + DenyVerdict.BYTES;
    private static final int PORT_RANGES = 8;
    private static final int BELOW = 0x100;

    private final long container;
    private final Map<DenyAction, DenyVerdict> whole = new EnumMap<>(DenyAction.class);
    private final Map<ExecutableClass, DenyVerdict> classes = new EnumMap<>(ExecutableClass.class);
    private final Map<ByteBuffer, DenyVerdict> objects = new HashMap<>();
    private final Map<ByteBuffer, DenyVerdict> names = new HashMap<>();
    private final List<OfPeers> peers = new ArrayList<>();
    private final List<Prefix> exceptions = new ArrayList<>();
    private int actions;
    private int below;

    /** @param container the id of the container's own group */
    public DenyEntries(long container, Collection<Denial> denials) {
        this.container = container;
        denials.forEach(this::add);
    }

    private void add(Denial denial) {
        switch (denial) {
            case All all -> whole.merge(all.action(), all.verdict(), DenyVerdict::or);
            case OfClass executables -> classes.merge(executables.source(), executables.verdict(), DenyVerdict::or);
            case OfFile file -> {
                actions |= file.below() ? 0 : file.action().bit();
                below |= file.below() ? file.action().bit() : 0;
                int number = file.action().number() | (file.below() ? BELOW : 0);
                object(number, file.inode(), file.device(), file.verdict());
            }
            case OfFileSystem type -> {
                actions |= DenyAction.MOUNT.bit();
                object(DenyAction.MOUNT.number(), type.magic(), 0, type.verdict());
            }
            case OfDevice device -> {
                actions |= DenyAction.DEVICE.bit();
                int number = device.major() << 20 | device.minor();
                object(DenyAction.DEVICE.number(), device.block() ? 1 : 0, number, device.verdict());
            }
            case OfName name -> {
                actions |= name.action().bit();
                names.merge(name(name), name.verdict(), DenyVerdict::or);
            }
            case OfPeers some -> {
                actions |= DenyAction.CONNECT.bit();
                peers.add(some);
            }
            case Except except -> exceptions.add(except.peers());
        }
    }

    private void object(int action, long inode, long device, DenyVerdict verdict) {
        ByteBuffer key = bytes(OBJECT_BYTES)
                .putLong(container)
                .putLong(inode)
                .putInt((int) device)
                .putInt(action)
                .flip();
        objects.merge(key, verdict, DenyVerdict::or);
    }

    private ByteBuffer name(OfName name) {
        return bytes(NAME_BYTES)
                .putLong(container)
                .putInt(name.action().number())
                .put(name.name().getBytes(StandardCharsets.UTF_8))
                .position(NAME_BYTES)
                .flip();
    }

    /** struct deny_container. */
    public byte[] rules(boolean begun) {
        ByteBuffer value = bytes(CONTAINER_BYTES)
                .putInt(actions)
                .putInt(below)
                .putInt(begun ? 1 : 0)
                .putInt(0);
        for (DenyAction action : DenyAction.values()) {
            put(value, whole.get(action));
        }
        for (ExecutableClass source : ExecutableClass.values()) {
            put(value, classes.get(source));
        }
        return content(value.flip());
    }

    /** Whether a value of {@link #rules} says that the container's first program has begun. */
    public static boolean hasBegun(byte[] rules) {
        return ByteBuffer.wrap(rules).order(ByteOrder.nativeOrder()).getInt(BEGUN_AT) != 0;
    }

    public Map<ByteBuffer, byte[]> objects() {
        return encoded(objects);
    }

    public Map<ByteBuffer, byte[]> names() {
        return encoded(names);
    }

    /**
     * Only the longest prefix answers in the kernel, so each says what the wider ones say too, as far as no exception
     * stands between.
     *
     * @throws IllegalArgumentException if more ranges of ports concern one address than the kernel side compares
     */
    public Map<ByteBuffer, byte[]> networks() {
        Map<ByteBuffer, byte[]> entries = new HashMap<>();
        exceptions.forEach(prefix -> entries.put(key(prefix), ports(prefix)));
        peers.forEach(some -> entries.put(key(some.peers()), ports(some.peers())));
        return entries;
    }

    private ByteBuffer key(Prefix prefix) {
        return bytes(NETWORK_BYTES)
                .putInt(CONTAINER_BITS + prefix.length())
                .putLong(container)
                .put(prefix.bytes())
                .flip();
    }

    private byte[] ports(Prefix prefix) {
        int spared = exceptions.stream()
                .filter(except -> except.covers(prefix))
                .mapToInt(Prefix::length)
                .max()
                .orElse(-1);
        List<OfPeers> concerned = peers.stream()
                .filter(some -> some.peers().covers(prefix) && some.peers().length() > spared)
                .distinct()
                .toList();
        if (concerned.size() > PORT_RANGES) {
            throw new IllegalArgumentException("More than " + PORT_RANGES + " ranges of ports are denied for one range"
                    + " of addresses: join some of them");
        }
        ByteBuffer value = bytes(PORT_RANGES * PORTS_BYTES);
        for (OfPeers some : concerned) {
            value.putShort((short) some.fromPort()).putShort((short) some.toPort());
            put(value, some.verdict());
        }
        value.position(value.capacity());
        return content(value.flip());
    }

    private static Map<ByteBuffer, byte[]> encoded(Map<ByteBuffer, DenyVerdict> verdicts) {
        Map<ByteBuffer, byte[]> entries = new HashMap<>();
        verdicts.forEach((key, verdict) -> {
            ByteBuffer value = bytes(DenyVerdict.BYTES);
            put(value, verdict);
            entries.put(key, content(value.flip()));
        });
        return entries;
    }

    private static void put(ByteBuffer value, DenyVerdict verdict) {
        value.putInt(verdict == null ? 0 : verdict.mode());
        value.putInt(verdict == null ? 0 : (int) verdict.untilBootSeconds());
    }

    /** The bytes of a key or value. */
    public static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }
}
