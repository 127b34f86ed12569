package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ways by which others' traffic passes a container: by the arguments a program is given, and by names that carry data. */
public final class Tunnels {
    private static final List<String> SSH = List.of("ssh", "autossh", "dbclient", "plink");

    // ssh(1): options without a value may stand before the one that forwards, in one word.
    private static final Pattern FORWARDING = Pattern.compile("-[46AaCfGgKkMNnqsTtVvXxYy]*([RDLw])(.*)");
    private static final Pattern WITH_VALUE = Pattern.compile("-[46AaCfGgKkMNnqsTtVvXxYy]*[BbcDEeFIiJLlmOoPpQRSWw]");
    private static final Pattern FORWARDING_OPTION =
            Pattern.compile("(-o)?(RemoteForward|DynamicForward|LocalForward|Tunnel)[= ].*", Pattern.CASE_INSENSITIVE);

    /** {@code 8080:db.internal:5432}, with or without the address to listen at. */
    private static final Pattern PORT_HOST_PORT = Pattern.compile("([^:@/]*:)?[0-9]{1,5}:[^:@/]+:[0-9]{1,5}(/udp)?");

    private static final Pattern REVERSED = Pattern.compile("R:.*(socks|[0-9]).*|([^:/]*:)?([0-9]+:)?socks");
    private static final Pattern RELAYED = Pattern.compile(
            "(-[LFR]=?)?(socks[45h]*|relay|kcp|quic|[a-z0-9]+\\+(m?tls|m?wss?|kcp|quic|grpc|h2c?))://.*");
    private static final List<String> RELAYING = List.of("-L", "-F", "-R");
    private static final Pattern RELAY_FILE =
            Pattern.compile("(.*/)?(frpc|npc|rathole|ngrok)\\.(ini|toml|ya?ml|json|conf)");

    private static final int LONG_LABEL = 30;
    private static final int LONG_NAME = 60;
    private static final int LABELS_OF_DOMAIN = 2;

    private Tunnels() {}

    /**
     * How a program that begins lets others' traffic pass; "" if it does not.
     *
     * @param relays names of programs that do nothing else, as patterns
     */
    public static String of(ProcessInfo process, List<String> relays) {
        List<String> arguments = process.arguments();
        if (Callings.goesBy(process, relays)) {
            return "is a program that relays";
        }
        if (arguments.size() < 2) {
            return "";
        }
        String forwarding = forwarding(arguments, Callings.goesBy(process, SSH));
        if (!forwarding.isEmpty()) {
            return forwarding;
        }
        if (isReversed(arguments) || isRelayed(arguments)) {
            return "has the arguments of a program that relays";
        }
        if (isJoined(arguments)) {
            return "joins a listening port to another host";
        }
        return readsRelayFile(arguments) ? "reads the settings of a program that relays" : "";
    }

    private static boolean readsRelayFile(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int dot = argument.lastIndexOf('.');
            // The names that are meant end so; the pattern is dear.
            boolean mayBe = dot > 0 && "cek".indexOf(argument.charAt(dot - 1)) >= 0;
            if (mayBe && RELAY_FILE.matcher(argument).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Up to the command that is to be run at the other end, which is the second word that is no option. */
    private static String forwarding(List<String> arguments, boolean ssh) {
        boolean login = ssh || anyNamesUser(arguments);
        int words = 0;
        for (int i = 1; login && i < arguments.size() && words < 2; i++) {
            String argument = arguments.get(i);
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (!argument.startsWith("-")) {
                words++;
                continue;
            }
            var option = FORWARDING.matcher(argument);
            if (option.matches()) {
                String value = option.group(2).isEmpty() ? next : option.group(2);
                if (ssh || PORT_HOST_PORT.matcher(value).matches()) {
                    return "forwards by SSH (-" + option.group(1) + ")";
                }
            }
            if (ssh
                    && FORWARDING_OPTION
                            .matcher(argument.equals("-o") ? next : argument)
                            .matches()) {
                return "forwards by SSH";
            }
            i += WITH_VALUE.matcher(argument).matches() ? 1 : 0;
        }
        return "";
    }

    private static boolean anyNamesUser(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).indexOf('@') > 0) {
                return true;
            }
        }
        return false;
    }

    /** {@code client <server> R:socks}, under whatever name. */
    private static boolean isReversed(List<String> arguments) {
        int client = arguments.indexOf("client");
        return client > 0
                && client < 3
                && arguments.stream()
                        .skip(client + 2L)
                        .anyMatch(a -> REVERSED.matcher(a).matches()
                                || PORT_HOST_PORT.matcher(a).matches());
    }

    /** {@code -L=socks5://:1080}, with or without the sign. */
    private static boolean isRelayed(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.contains("://")
                    && (RELAYING.contains(arguments.get(i - 1))
                            || RELAYING.contains(argument.substring(0, Math.min(2, argument.length()))))
                    && RELAYED.matcher(argument).matches()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJoined(List<String> arguments) {
        boolean listens = false;
        boolean connects = false;
        for (String argument : arguments) {
            if (!begins(argument, "TCP") && !begins(argument, "OPENSSL:")) {
                continue; // nearly all
            }
            boolean listening = argument.toUpperCase(Locale.ROOT).contains("-LISTEN:");
            listens |= listening;
            connects |= !listening && argument.indexOf(':') > 0;
        }
        return listens && connects;
    }

    private static boolean begins(String argument, String with) {
        return argument.regionMatches(true, 0, with, 0, with.length());
    }

    /** Information only for a container whose very first program it is: then the tunnel is what it was made for. */
    public static Severity severity(Event event) {
        Caller caller = Caller.of(event);
        if (caller == Caller.OWN && Ancestry.inContainer(event.process()).size() == 1) {
            return Severity.INFO;
        }
        return caller == Caller.FOREIGN ? Severity.HIGH : Severity.MEDIUM;
    }

    /** Whether a name has room for data: a long part, or a long name that is asked for texts. */
    public static boolean mayCarryData(NameResolved resolved) {
        if (resolved.longestLabel() >= LONG_LABEL) {
            return true;
        }
        return resolved.name().length() >= LONG_NAME
                && (resolved.type().equals("TXT") || resolved.type().equals("NULL"));
    }

    /** The last two parts of a name: whose servers are asked for all below it. */
    public static String domain(String name) {
        int at = name.length();
        for (int i = 0; i < LABELS_OF_DOMAIN && at > 0; i++) {
            at = name.lastIndexOf('.', at - 1);
        }
        return name.substring(at + 1);
    }
}
