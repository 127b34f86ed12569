package dev.vedette.policy.model;

import java.util.List;

/**
 * A name was resolved: an answer came from a name server. It belongs to a control group, and so to a container, but to
 * no process.
 *
 * @param name that was asked for, in lower case and without the dot at its end; "" for an answer without a question
 * @param type of the question: {@code A}, {@code AAAA}, {@code TXT} ...
 * @param addresses numeric, of every address record in the answer
 * @param aliases that the name led to, in the answer's order
 * @param response the server's code: {@code NOERROR}, {@code NXDOMAIN} ...
 * @param answers how many records the answer has, of whatever type
 * @param whole whether all of the answer was seen
 */
public record NameResolved(
        EventContext context,
        String name,
        String type,
        List<String> addresses,
        List<String> aliases,
        String response,
        int answers,
        String server,
        int serverPort,
        boolean whole)
        implements Event {
    public NameResolved {
        addresses = List.copyOf(addresses);
        aliases = List.copyOf(aliases);
    }

    /** How many characters the longest label has; data that is smuggled out makes them long. */
    public int longestLabel() {
        int longest = 0;
        for (String label : List.of(name.split("\\."))) {
            longest = Math.max(longest, label.length());
        }
        return longest;
    }
}
