package dev.vedette.policy.feed;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;

/**
 * JSON that people also read with {@code tail} and {@code cat}: whatever {@link PrintableText} does not show as it is
 * stands as {@code \}{@code uXXXX}. Any reader of JSON makes the same text of it.
 *
 * <p>JSON itself asks that of ASCII control characters only (RFC 8259, 7), and lets through what steers a terminal as
 * well (C1) or turns text round (bidirectional overrides).
 */
public final class PrintableJson {
    private static final int REPLACEMENT = 0xfffd;

    private PrintableJson() {}

    /** A mapper that writes so, with the defaults else. Thread-safe. */
    public static JsonMapper mapper() {
        return JsonMapper.builder(new JsonFactoryBuilder()
                        .characterEscapes(new Escapes())
                        .addDecorator((factory, generator) -> new WholeCharacters(generator))
                        .build())
                .build();
    }

    /** Halves of characters, which JSON can name and no encoding can carry, are replaced: readers differ in what they do. */
    private static final class WholeCharacters extends JsonGeneratorDelegate {
        WholeCharacters(JsonGenerator to) {
            super(to, true);
        }

        @Override
        public void writeFieldName(String name) throws IOException {
            super.writeFieldName(whole(name));
        }

        @Override
        public void writeString(String text) throws IOException {
            super.writeString(whole(text));
        }

        private static String whole(String text) {
            if (text == null || text.codePoints().noneMatch(WholeCharacters::isHalf)) {
                return text;
            }
            int[] replaced =
                    text.codePoints().map(c -> isHalf(c) ? REPLACEMENT : c).toArray();
            return new String(replaced, 0, replaced.length);
        }

        private static boolean isHalf(int codePoint) {
            return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        /** Asked for one half of a pair at a time: pairs are escaped as such by the writer itself. */
        @Override
        public SerializableString getEscapeSequence(int character) {
            return PrintableText.isPrintable(character) ? null : new SerializedString(PrintableText.escape(character));
        }
    }
}
