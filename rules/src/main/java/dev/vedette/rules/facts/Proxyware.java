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
        for (List<String> account : ACCOUNTS) {
            if (account.stream().allMatch(word -> has(process.arguments(), word))) {
                return "arguments " + String.join(" ", account);
            }
        }
        return "";
    }

    private static boolean has(List<String> arguments, String word) {
        return arguments.stream().skip(1).anyMatch(a -> a.equals(word) || a.startsWith(word + "="));
    }
}
