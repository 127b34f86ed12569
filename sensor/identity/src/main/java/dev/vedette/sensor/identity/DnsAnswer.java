package dev.vedette.sensor.identity;

import dev.vedette.probes.record.InetText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * An answer of a name server, as far as rules look at it. The bytes are whatever came from the network: what cannot be
 * read leaves a part empty and {@code whole} false.
 */
record DnsAnswer(
        String name,
        String type,
        List<String> addresses,
        List<String> aliases,
        String response,
        int answers,
        boolean whole) {
    /** More of one answer than any honest server sends is not kept. */
    private static final int MOST = 64;

    private static final int HEADER_BYTES = 12;

    static DnsAnswer parse(byte[] bytes) {
        try {
            Message message = new Message(bytes);
            return of(message.getHeader(), message.getQuestion(), message.getSection(Section.ANSWER), true);
        } catch (IOException | RuntimeException e) {
            // The library tells malformed bytes by exceptions of several kinds.
            return ofQuestion(bytes);
        }
    }

    /** Of a message that is cut off, the question is worth having. */
    private static DnsAnswer ofQuestion(byte[] bytes) {
        try {
            Header header = new Header(bytes);
            byte[] question = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
            return of(header, org.xbill.DNS.Record.fromWire(question, Section.QUESTION), List.of(), false);
        } catch (IOException | RuntimeException e) {
            return new DnsAnswer("", "", List.of(), List.of(), "", 0, false);
        }
    }

    private static DnsAnswer of(
            Header header, org.xbill.DNS.Record question, List<org.xbill.DNS.Record> answer, boolean whole) {
        List<String> addresses = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        for (org.xbill.DNS.Record record : answer.subList(0, Math.min(MOST, answer.size()))) {
            switch (record) {
                case ARecord a -> addresses.add(InetText.of(a.getAddress().getAddress()));
                case AAAARecord aaaa ->
                    addresses.add(InetText.of(aaaa.getAddress().getAddress()));
                case CNAMERecord alias -> aliases.add(text(alias.getTarget()));
                default -> {}
            }
        }
        return new DnsAnswer(
                question == null ? "" : text(question.getName()),
                question == null ? "" : Type.string(question.getType()),
                addresses,
                aliases,
                Rcode.string(header.getRcode()),
                header.getCount(Section.ANSWER),
                whole && answer.size() <= MOST);
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }
}
