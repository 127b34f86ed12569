package dev.vedette.cli;

/** What the reader of standard output is. */
final class Terminal {
    private Terminal() {}

    /** Whether it is a terminal that shows colours; NO_COLOR (no-color.org) says no. */
    static boolean showsColour() {
        return System.console().isTerminal()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }
}
