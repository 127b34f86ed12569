package dev.vedette.policy.yaml.edit;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One change to a value of a text. Immutable.
 *
 * <p>All indices in pointers are those before any change.
 */
public sealed interface YamlEdit {
    /** Which document of the text, from 0, of those that are not empty. */
    int document();

    /** JSON pointer (RFC 6901) from the document's root, never the root itself. */
    String pointer();

    /** The keys and indices of {@link #pointer()}. */
    default List<String> path() {
        return Stream.of(pointer().substring(1).split("/", -1))
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /**
     * Gives a key a value; the key, and the mappings around it, are made where they are missing.
     *
     * @param value a word without blanks or signs that mean something in YAML
     */
    record Put(int document, String pointer, String value) implements YamlEdit {
        public Put {
            check(document, pointer);
            checkWord(value);
        }
    }

    /** Puts a text at the end of a list; the list, and the mappings around it, are made where they are missing. */
    record Append(int document, String pointer, String item) implements YamlEdit {
        public Append {
            check(document, pointer);
            checkWord(item);
        }
    }

    /**
     * Takes a key or an item away. What would be left empty around it goes too, up to the document or an item of a list,
     * which stays as an empty mapping. Nothing happens where there is no such value.
     */
    record Remove(int document, String pointer) implements YamlEdit {
        public Remove {
            check(document, pointer);
        }
    }

    private static void check(int document, String pointer) {
        if (document < 0) {
            throw new IllegalArgumentException("document " + document + " is negative");
        }
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("'" + pointer + "' is not a pointer below a document's root");
        }
    }

    private static void checkWord(String word) {
        Objects.requireNonNull(word, "word is null");
        if (!word.matches("[A-Za-z0-9][A-Za-z0-9_./-]*")) {
            throw new IllegalArgumentException("'" + word + "' is not a word that may stand without quotes");
        }
    }
}
