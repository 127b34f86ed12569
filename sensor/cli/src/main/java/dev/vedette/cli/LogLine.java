package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * A message as one line: time, level, words. Whatever the words hold of what others chose, none of it begins a line or
 * reaches the terminal as anything but text; where a failure came from follows indented. Thread-safe.
 */
final class LogLine extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** Of a message: a log is shipped by the line, and shippers cut or drop longer ones. */
    private static final int MOST = 8_192;

    private final ZoneId zone = ZoneId.systemDefault();

    @Override
    public String format(LogRecord message) {
        String line = TIME.format(message.getInstant().atZone(zone)) + " "
                + message.getLevel().getName() + " " + PrintableText.of(formatMessage(message), MOST) + "\n";
        return message.getThrown() == null ? line : line + indented(message.getThrown());
    }

    private static String indented(Throwable thrown) {
        StringWriter trace = new StringWriter();
        try (PrintWriter to = new PrintWriter(trace)) {
            thrown.printStackTrace(to);
        }
        return trace.toString()
                .lines()
                .map(line -> "    " + PrintableText.of(line.replace("\t", "    "), MOST) + "\n")
                .collect(Collectors.joining());
    }
}
