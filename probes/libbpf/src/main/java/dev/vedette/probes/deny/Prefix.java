package dev.vedette.probes.deny;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A range of addresses, IPv4 within IPv6 (::ffff:0:0/96), so that no socket of the other family passes by it.
 *
 * @param high the first 64 bits, those beyond the prefix are zero
 * @param low the other 64 bits, likewise
 * @param length 0 to 128
 */
public record Prefix(long high, long low, int length) {
    private static final int MAPPED_BITS = 96;
    private static final long MAPPED = 0xffff_0000_0000L;

    public Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("length is " + length + ", must be 0 to 128");
        }
        high &= mask(length);
        low &= mask(length - Long.SIZE);
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** Of {@code 10.0.0.0/8}, {@code fd00::/8} or an address alone; empty if the text is none. Asks no name server. */
    public static Optional<Prefix> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // Only literals may come further: others would be looked up.
        boolean four = address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!four && !address.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            int bits = slash < 0 ? (four ? 32 : 128) : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > (four ? 32 : 128)) {
                return Optional.empty();
            }
            // Java gives an IPv4 address within IPv6 as the IPv4 address that it is.
            return Optional.of(
                    parsed instanceof Inet4Address
                            ? mapped(parsed, four ? MAPPED_BITS + bits : bits)
                            : whole(parsed, bits));
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Prefix mapped(InetAddress address, int length) {
        long four = ByteBuffer.wrap(address.getAddress()).getInt() & 0xffff_ffffL;
        return new Prefix(0, MAPPED | four, length);
    }

    private static Prefix whole(InetAddress address, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return new Prefix(bytes.getLong(), bytes.getLong(), length);
    }

    /** Whether every address of {@code inner} is one of this. */
    public boolean covers(Prefix inner) {
        return inner.length >= length
                && (inner.high & mask(length)) == high
                && (inner.low & mask(length - Long.SIZE)) == low;
    }

    /** The 16 bytes of the address. */
    byte[] bytes() {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    }
}
