package dev.vedette.sensor.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages of name servers, byte by byte as of RFC 1035. */
final class DnsAnswers {
    private static final int POINTER_TO_QUESTION = 0xc00c;
    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int AAAA = 28;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Of a server that has no such name. */
    static byte[] noSuchName(String name) {
        return new DnsAnswers().header(0x8183, 0).question(name, A).bytes.toByteArray();
    }

    /** {@code name} is another name for {@code alias}, which has an address of each kind. */
    static byte[] addresses(String name, String alias, byte[] ipv4, byte[] ipv6) {
        DnsAnswers out = new DnsAnswers().header(0x8180, 3).question(name, A);
        out.record(CNAME, name(alias));
        out.record(A, ipv4);
        out.record(AAAA, ipv6);
        return out.bytes.toByteArray();
    }

    private DnsAnswers header(int flags, int answers) {
        for (int word : new int[] {7, flags, 1, answers, 0, 0}) {
            word(word);
        }
        return this;
    }

    private DnsAnswers question(String name, int type) {
        bytes.writeBytes(name(name));
        word(type);
        word(1);
        return this;
    }

    private void record(int type, byte[] data) {
        word(POINTER_TO_QUESTION);
        word(type);
        word(1);
        word(0);
        word(60);
        word(data.length);
        bytes.writeBytes(data);
    }

    private void word(int value) {
        bytes.write(value >>> 8);
        bytes.write(value);
    }

    private static byte[] name(String name) {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            labels.write(label.length());
            labels.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        labels.write(0);
        return labels.toByteArray();
    }
}
