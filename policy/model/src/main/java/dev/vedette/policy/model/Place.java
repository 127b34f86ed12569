package dev.vedette.policy.model;

/**
 * Where in a document something stands.
 *
 * @param pointer JSON pointer (RFC 6901) from the document's root
 * @param line 1-based; 0 where not known
 * @param column 1-based; 0 where not known
 */
public record Place(String file, String kind, String name, String namespace, String pointer, int line, int column) {
    public static final Place NONE = new Place("", "", "", "", "", 0, 0);
}
