package dev.vedette.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    @Test
    void saysWhereEachValueStands() throws Exception {
        LocatedNode root = only("a:\n  b/c:\n    - x\n    - y: 5\n");

        LocatedNode five =
                root.at("a", "b/c").orElseThrow().elements().get(1).get("y").orElseThrow();

        assertThat(five.pointer()).isEqualTo("/a/b~1c/1/y");
        assertThat(five.line()).isEqualTo(4);
        assertThat(five.column()).isEqualTo(10);
    }

    @Test
    void readsEachDocumentAndLeavesOutEmptyOnes() throws Exception {
        assertThat(YamlReader.read("---\na: 1\n---\n---\nb: 2\n...\n")).hasSize(2);
        assertThat(YamlReader.read("")).isEmpty();
        assertThat(YamlReader.read("# nothing\n")).isEmpty();
    }

    @Test
    void readsJson() throws Exception {
        LocatedNode root = only("{\"a\": [true, \"true\", null, 1e3]}");

        List<LocatedNode> items = root.get("a").orElseThrow().elements();

        assertThat(((LocatedNode.Scalar) items.get(0)).truth()).contains(true);
        assertThat(((LocatedNode.Scalar) items.get(1)).truth()).isEmpty();
        assertThat(items.get(2).isNull()).isTrue();
    }

    @Test
    void putsWhatAnAliasStandsForWhereItIsUsed() throws Exception {
        LocatedNode root = only("base: &b {x: 1}\nother: *b\n");

        LocatedNode copied = root.at("other", "x").orElseThrow();

        assertThat(copied.pointer()).isEqualTo("/other/x");
        assertThat(copied.line()).isEqualTo(1);
    }

    @Test
    void mergesWithoutOverridingWhatIsWritten() throws Exception {
        LocatedNode root = only("base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  x: 3\n");

        assertThat(root.at("other", "x").flatMap(LocatedNode::text)).contains("3");
        assertThat(root.at("other", "y").flatMap(LocatedNode::text)).contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \"\\u", "a: \"\\x", "a: \"\\U00110000\"", "a: \"\\Uffffffff\""})
    void refusesAnEscapeThatIsNoCharacter(String text) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(text))
                .withMessageStartingWith("is not YAML");
    }

    @Test
    void mergesByTheTagAsWellAsByTheWord() throws Exception {
        LocatedNode root = only("base: &b {x: 1}\nother: {!!merge \"<<\": *b }\nthird: {\"<<\": *b }\n");

        assertThat(root.at("other", "x").flatMap(LocatedNode::text)).contains("1");
        assertThat(root.at("third", "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u2028", "\u2029", "\ufeff"})
    void refusesWhatIsAnEndOfALineToSomeReadersOutsideQuotes(String character) throws Exception {
        for (String text : List.of("a: 1\n# \ud83d\ude00" + character + "b: 2\n", "a: 1\nbc: " + character + "d\n")) {
            assertThatExceptionOfType(YamlException.class)
                    .isThrownBy(() -> YamlReader.read(text))
                    .withMessageContaining("has the character U+%04X", (int) character.charAt(0))
                    .satisfies(e -> assertThat(e.line() + ":" + e.column()).isIn("2:4", "2:5"));
        }
        assertThat(only("a: '" + character + "'\n\"" + character + "\": 1\n").get(character))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        "a: 1\nb: [\n"              | is not YAML
        "a: 1\na: 2\n"              | has the key 'a' twice
        "a: *b\n"                   | uses the alias *b, which is not defined before
        "a: &a [*a]\n"              | uses the alias *a, which is not defined before
        "[x]: 1\n"                  | has a key that is not a single value
        "a: !!python/none x\n"      | uses the tag tag:yaml.org,2002:python/none, which has no meaning here
        "a: !evil x\n"              | uses the tag !evil, which has no meaning here
        "a: {<<: 1}\n"              | merges something that is not a mapping
        "a: \t- 1\n  - 2"           | is not YAML
        """)
    void refusesInOneSentenceWithThePlace(String text, String message) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(text))
                .satisfies(e -> {
                    assertThat(e.getMessage()).startsWith(message).doesNotContain("\n");
                    assertThat(e.line()).isPositive();
                });
    }

    @Test
    void endsAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String all = ("*a" + (i - 1) + ",").repeat(10);
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, all));
        }

        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(bomb.toString()))
                .withMessageContaining("beyond all bounds");
    }

    /** Of a few hundred kilobytes, and without a single alias: each value has the names of all that it lies in. */
    @ParameterizedTest
    @MethodSource("longKeysAboveManyValues")
    void endsABombOfLongKeys(String bomb) {
        assertThat(bomb).hasSizeLessThan(YamlReader.MAX_BYTES / 2);
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(bomb))
                .withMessageContaining("keys that are so long; shorten them")
                .satisfies(e -> assertThat(e.line()).isPositive());
    }

    static Stream<String> longKeysAboveManyValues() {
        String values = "[" + "1,".repeat(200_000) + "1]";
        String key = "k".repeat(1_000);
        return Stream.of(
                ("{\"" + key + "\": ").repeat(90) + values + "}".repeat(90),
                "? " + "k".repeat(1_000_000) + "\n: " + values,
                "a: &a " + values + "\nb: {" + key + ": {" + key + ": *a}}");
    }

    @Test
    void saysWhereATextStopsBeingUtf8() {
        byte[] text = "a: é\nb: ?\n".getBytes(StandardCharsets.UTF_8);
        text[text.length - 2] = (byte) 0xff;
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(new ByteArrayInputStream(text)))
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isEqualTo(4);
                });
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("[".repeat(100_000)))
                .withMessageContaining("nested deeper");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("- ".repeat(100_000)))
                .withMessageContaining("nested deeper");
    }

    @Test
    void refusesWhatIsTooLargeOrNotText() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(new ByteArrayInputStream(new byte[YamlReader.MAX_BYTES + 1])))
                .withMessageContaining("larger than 8 MiB");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read(new ByteArrayInputStream(new byte[] {(byte) 0xc3, 0x28})))
                .withMessageContaining("not UTF-8");
    }

    private static LocatedNode only(String text) throws YamlException {
        List<LocatedNode> documents = YamlReader.read(text);
        assertThat(documents).hasSize(1);
        return documents.getFirst();
    }
}
