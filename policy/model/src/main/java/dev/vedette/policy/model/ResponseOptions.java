package dev.vedette.policy.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a response is to be carried out. Every value has one written form, the same in policy documents, commands and
 * feeds; {@link #with} reads it and {@link #written} writes it.
 *
 * @param lasts after which time it is undone by itself; zero: when somebody undoes it
 * @param limits of {@link ResponseAction#THROTTLE}
 * @param except of {@link ResponseAction#ISOLATE_NETWORK}: addresses and ranges that stay within reach
 * @param dns of {@link ResponseAction#ISOLATE_NETWORK}: name servers that stay within reach, on port 53 alone. Those
 *     that a container's own files name are its to choose, so they are named here
 * @param grace of {@link ResponseAction#STOP} and {@link ResponseAction#EVICT}; null: as the node does it
 * @param denied of {@link ResponseAction#DENY}: what is refused altogether; empty: the object of the finding
 * @param target to whom it is given; who asks for a response by hand names the container itself
 */
public record ResponseOptions(
        Duration lasts,
        Limits limits,
        List<String> except,
        List<String> dns,
        Duration grace,
        List<DeniedAction> denied,
        ResponseTarget target) {
    /** A response as it is without options. */
    public static final ResponseOptions NONE =
            new ResponseOptions(Duration.ZERO, Limits.NONE, List.of(), List.of(), null, List.of());

    /** The key that policies alone may say. */
    public static final String TARGET = "target";

    /** All keys, in the order of {@link #written}. */
    public static final List<String> KEYS =
            List.of("for", "cpu", "memory", "io", "pids", "except", "dns", "grace", "deny", TARGET);

    private static final Map<ResponseAction, Set<String>> FITTING = Map.of(
            ResponseAction.DENY, Set.of("for", "deny"),
            ResponseAction.THROTTLE, Set.of("for", "cpu", "memory", "io", "pids", TARGET),
            ResponseAction.ISOLATE_NETWORK, Set.of("for", "except", "dns"),
            ResponseAction.PAUSE, Set.of("for", TARGET),
            ResponseAction.STOP, Set.of("grace"),
            ResponseAction.EVICT, Set.of("grace", TARGET));

    /**
     * What a throttled container gets at most; zero: as much as before.
     *
     * @param cpuMillis thousandths of a processor
     * @param memoryBytes from where on memory is reclaimed from it
     * @param ioBytesPerSecond read, and as much written, on each disk
     * @param pids processes and threads
     */
    public record Limits(long cpuMillis, long memoryBytes, long ioBytesPerSecond, long pids) {
        public static final Limits NONE = new Limits(0, 0, 0, 0);

        /** A tenth of a processor, a mebibyte a second, 64 processes; memory stays, since taking it may kill. */
        public static final Limits USUAL = new Limits(100, 0, 1 << 20, 64);

        public Limits {
            if (cpuMillis < 0 || memoryBytes < 0 || ioBytesPerSecond < 0 || pids < 0) {
                throw new IllegalArgumentException("a limit is below zero");
            }
        }
    }

    /** Those of a response to the finding's own container. */
    public ResponseOptions(
            Duration lasts,
            Limits limits,
            List<String> except,
            List<String> dns,
            Duration grace,
            List<DeniedAction> denied) {
        this(lasts, limits, except, dns, grace, denied, ResponseTarget.CONTAINER);
    }

    public ResponseOptions {
        Objects.requireNonNull(target, "target is null");
        Objects.requireNonNull(lasts, "lasts is null");
        Objects.requireNonNull(limits, "limits is null");
        except = List.copyOf(except);
        dns = List.copyOf(dns);
        denied = List.copyOf(denied);
    }

    /** The keys that say something of an action. */
    public static Set<String> fitting(ResponseAction action) {
        return FITTING.getOrDefault(action, Set.of());
    }

    /** Reads the written form of several; see {@link #with}. */
    public static ResponseOptions of(Map<String, String> written) {
        ResponseOptions options = NONE;
        for (Map.Entry<String, String> entry : written.entrySet()) {
            options = options.with(entry.getKey(), entry.getValue());
        }
        return options;
    }

    /**
     * The same with one more.
     *
     * @param key one of {@link #KEYS}
     * @throws IllegalArgumentException if the value means nothing; the message says what would
     */
    public ResponseOptions with(String key, String value) {
        return switch (key) {
            case "for" -> new ResponseOptions(Quantity.duration(value), limits, except, dns, grace, denied, target);
            case "grace" -> new ResponseOptions(lasts, limits, except, dns, Quantity.duration(value), denied, target);
            case "cpu" ->
                with(new Limits(Quantity.cpuMillis(value), limits.memoryBytes, limits.ioBytesPerSecond, limits.pids));
            case "memory" ->
                with(new Limits(limits.cpuMillis, Quantity.bytes(value), limits.ioBytesPerSecond, limits.pids));
            case "io" -> with(new Limits(limits.cpuMillis, limits.memoryBytes, Quantity.bytes(value), limits.pids));
            case "pids" ->
                with(new Limits(limits.cpuMillis, limits.memoryBytes, limits.ioBytesPerSecond, Quantity.count(value)));
            case "except" -> new ResponseOptions(lasts, limits, networks(value), dns, grace, denied, target);
            case "dns" -> new ResponseOptions(lasts, limits, except, networks(value), grace, denied, target);
            case "deny" -> new ResponseOptions(lasts, limits, except, dns, grace, actions(value), target);
            case TARGET -> new ResponseOptions(lasts, limits, except, dns, grace, denied, ResponseTarget.of(value));
            default ->
                throw new IllegalArgumentException(
                        "'" + key + "' is no option of a response; use " + String.join(", ", KEYS) + ".");
        };
    }

    private ResponseOptions with(Limits other) {
        return new ResponseOptions(lasts, other, except, dns, grace, denied, target);
    }

    /** What differs from {@link #NONE}, so that {@link #of} gives an equal record. */
    public Map<String, String> written() {
        Map<String, String> written = new LinkedHashMap<>();
        put(written, "for", !lasts.isZero(), lasts.toSeconds() + "s");
        put(written, "cpu", limits.cpuMillis > 0, limits.cpuMillis + "m");
        put(written, "memory", limits.memoryBytes > 0, Long.toString(limits.memoryBytes));
        put(written, "io", limits.ioBytesPerSecond > 0, Long.toString(limits.ioBytesPerSecond));
        put(written, "pids", limits.pids > 0, Long.toString(limits.pids));
        put(written, "except", !except.isEmpty(), String.join(",", except));
        put(written, "dns", !dns.isEmpty(), String.join(",", dns));
        put(written, "grace", grace != null, grace == null ? "" : grace.toSeconds() + "s");
        put(
                written,
                "deny",
                !denied.isEmpty(),
                String.join(",", denied.stream().map(DeniedAction::label).toList()));
        put(written, TARGET, target != ResponseTarget.CONTAINER, target.label());
        return written;
    }

    private static void put(Map<String, String> written, String key, boolean said, String value) {
        if (said) {
            written.put(key, value);
        }
    }

    private static List<DeniedAction> actions(String value) {
        Set<DeniedAction> actions = new LinkedHashSet<>();
        for (String label : value.split(",", -1)) {
            actions.add(Arrays.stream(DeniedAction.values())
                    .filter(action -> action.label().equals(label.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + label.strip()
                            + "' cannot be denied; use "
                            + String.join(
                                    ", ",
                                    Arrays.stream(DeniedAction.values())
                                            .map(DeniedAction::label)
                                            .toList())
                            + ".")));
        }
        return List.copyOf(actions);
    }

    private static List<String> networks(String value) {
        List<String> networks = new ArrayList<>();
        for (String text : value.split(",", -1)) {
            networks.add(network(text.strip())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text.strip() + "' is no address and no range of addresses like 10.0.0.0/8.")));
        }
        return networks;
    }

    private static Optional<String> network(String text) {
        String[] parts = text.split("/", 2);
        // only what looks like a number: a name would be looked up
        if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            int most = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
            boolean fits = parts.length == 1 || (parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= most);
            return fits ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
