package dev.vedette.sensor.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of command lines before they are kept: what is given to an option or variable that is called like a
 * secret, the password in an address, and what stands in an authorization header. What does not look like one stays.
 */
final class SecretArguments {
    private static final String HIDDEN = "***";

    private static final String NAME =
            "[\\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth)[\\w.-]*";

    private static final Pattern OPTION = Pattern.compile("-{1,2}" + NAME, Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNED =
            Pattern.compile("(?<before>(?:-{0,2})" + NAME + "[=:])(?<secret>[^\\s'\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@]*:)[^\\s/@]+@");
    private static final Pattern HEADER =
            Pattern.compile("(authorization\\s*[:=]\\s*(?:\\w+\\s+)?)\\S+", Pattern.CASE_INSENSITIVE);

    private SecretArguments() {}

    static List<String> hidden(List<String> arguments) {
        List<String> kept = new ArrayList<>(arguments.size());
        boolean isSecret = false;
        for (String argument : arguments) {
            kept.add(isSecret && !argument.startsWith("-") ? HIDDEN : hidden(argument));
            isSecret = OPTION.matcher(argument).matches();
        }
        return kept;
    }

    private static String hidden(String argument) {
        String text = HEADER.matcher(argument).replaceAll("$1" + HIDDEN);
        text = IN_ADDRESS.matcher(text).replaceAll("$1" + HIDDEN + "@");
        return ASSIGNED.matcher(text).replaceAll("${before}" + HIDDEN);
    }
}
