package dev.vedette.rules.facts;

import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Facts as people read them. */
public final class Words {
    private static final int LONGEST = 160;
    private static final Duration SHORT = Duration.ofMillis(10);

    private Words() {}

    /** A constant as people write it, in small letters with blanks, whatever language the node speaks. */
    public static String named(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In lower case and always in the same order. */
    public static String namespaces(Collection<NamespaceKind> kinds) {
        return kinds.stream()
                .sorted()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** The program of a process: its file, or its short name where the file is not known. */
    public static String program(ProcessInfo process) {
        String path = process.executable().path();
        return path.isEmpty() ? shortened(process.name()) : shortened(path);
    }

    /** In milliseconds below ten seconds, below ten of them with what follows the point, else in seconds. */
    public static String duration(Duration duration) {
        if (duration.compareTo(SHORT) < 0) {
            double millis = duration.toNanos() / 1e6;
            return decimals(millis < 1 ? 2 : 1).format(millis) + " ms";
        }
        return duration.toSeconds() < 10 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }

    private static DecimalFormat decimals(int most) {
        return new DecimalFormat("0." + "#".repeat(most), DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    /** In whole MiB. */
    public static String mebibytes(long bytes) {
        return Math.round(bytes / (double) (1L << 20)) + " MiB";
    }

    /** A share of one as a whole percentage. */
    public static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** No longer than a line; programs choose their names and arguments, and could make them endless. */
    public static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
