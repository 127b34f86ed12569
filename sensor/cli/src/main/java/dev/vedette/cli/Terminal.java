package dev.vedette.cli;

/** What the reader of standard output is. */
final class Terminal {
    private Terminal() {}

    /** Whether it is a terminal that shows colours; NO_COLOR (no-color.org) says no, whatever it is set to but nothing. */
    @SuppressWarnings("SystemConsoleNull") // it is null where the output is redirected, with the default jdk.console
    static boolean showsColour() {
        return System.console() != null
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(System.getenv("TERM"));
    }
}
