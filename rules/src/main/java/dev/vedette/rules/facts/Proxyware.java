package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.List;

/** Programs that sell their host's bandwidth: strangers' traffic leaves by its address. */
public final class Proxyware {
    /** What all of one line stand for an account that is paid, whatever the program is called. */
    private static final List<List<String>> ACCOUNTS = List.of(
            List.of("-accept-tos", "-email"),
            List.of("-tou-accept", "-email", "-device"),
            List.of("start", "accept", "--token"),
            List.of("--accept-tos", "--device-name"));

    private Proxyware() {}

    /** How a program that begins shows that it is one; "" if it does not. */
    public static String of(ProcessInfo process, List<String> programs) {
        if (Callings.goesBy(process, programs)) {
            return "name";
        }
        for (int i = 0; i < ACCOUNTS.size(); i++) {
            List<String> account = ACCOUNTS.get(i);
            if (haveAll(process.arguments(), account)) {
                return "arguments " + String.join(" ", account);
            }
        }
        return "";
    }

    private static boolean haveAll(List<String> arguments, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (!has(arguments, words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(List<String> arguments, String word) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(word)
                    && (argument.length() == word.length() || argument.charAt(word.length()) == '=')) {
                return true;
            }
        }
        return false;
    }
}
