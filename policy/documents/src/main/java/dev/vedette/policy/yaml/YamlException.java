package dev.vedette.policy.yaml;

/** A text is not YAML, or passes a bound. The message is one sentence for people, without the place. */
public final class YamlException extends Exception {
    private final int line;
    private final int column;

    public YamlException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** 1-based; 0 where it concerns the whole text. */
    public int line() {
        return line;
    }

    /** 1-based; 0 where it concerns the whole text. */
    public int column() {
        return column;
    }
}
