package dev.vedette.policy.document;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.yaml.LocatedNode;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what one document denies. */
record DenialReader(String policy, Mode mode, Scope scope, Problems problems) {
    static final List<String> ACTIONS =
            Arrays.stream(DeniedAction.values()).map(DeniedAction::label).toList();

    private static final int MAX_OBJECTS = 200;
    private static final int LAST_PORT = 65_535;
    /** What the kernel side compares of a name. */
    private static final int MAX_NAME_BYTES = 59;

    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final Pattern DEVICE = Pattern.compile("[bc] \\d{1,4}:\\d{1,7}");
    private static final Pattern SETTING = Pattern.compile("[a-z0-9_]+([./][A-Za-z0-9_-]+)+");

    private static final Set<String> FILES = Set.of("paths", "names");

    /** Which objects an action can have. */
    private static final Map<DeniedAction, Set<String>> OBJECTS = Map.of(
            DeniedAction.EXEC, Set.of("paths", "names", "from"),
            DeniedAction.OPEN, FILES,
            DeniedAction.WRITE, FILES,
            DeniedAction.MOUNT, Set.of("types"),
            DeniedAction.CONNECT, Set.of("to", "except", "ports"),
            DeniedAction.DEVICE, Set.of("devices"),
            DeniedAction.SYSCTL, Set.of("settings"));

    Optional<DenyRule> read(LocatedNode item) {
        Fields fields = Fields.of(item, PolicyShape.DENIAL, problems);
        Optional<DeniedAction> action = fields.choice("action", DenialReader::action, ACTIONS);
        Optional<LocalDate> expires = fields.choice("expires", CalendarDate::parse, List.of("2027-01-31"));
        if (scope.host()) {
            problems.at(
                    item, "Nothing can be denied to the node itself; leave 'host' out of the scope of this policy.");
        }
        action.ifPresent(which -> requireFitting(which, fields));
        DenyRule rule = new DenyRule(
                policy,
                mode,
                scope,
                action.orElse(DeniedAction.EXEC),
                texts(fields, "paths", DenialReader::path, "an absolute path without patterns, '.' and '..'"),
                texts(
                        fields,
                        "names",
                        DenialReader::name,
                        "a whole name without slashes and patterns, of at most 59 bytes"),
                texts(fields, "from", DenialReader::source, "one of " + String.join(", ", DenyRule.SOURCES)),
                texts(fields, "to", DenialReader::network, "an address or a range of addresses like 10.0.0.0/8"),
                texts(fields, "except", DenialReader::network, "an address or a range of addresses like 10.0.0.0/8"),
                texts(fields, "ports", DenialReader::ports, "a port or a range of ports like 6000-6063"),
                texts(fields, "types", DenialReader::type, "one of " + String.join(", ", types())),
                texts(fields, "devices", DenialReader::device, "a device like 'b 8:0' or 'c 10:200'"),
                texts(fields, "settings", DenialReader::setting, "a setting like kernel.core_pattern"),
                expires.orElse(null));
        return action.map(_ -> rule);
    }

    private void requireFitting(DeniedAction action, Fields fields) {
        Set<String> fitting = OBJECTS.getOrDefault(action, Set.of());
        for (String key : PolicyShape.DENIAL.optional()) {
            if (!key.equals("expires") && !fitting.contains(key)) {
                String use = fitting.isEmpty()
                        ? "it is denied altogether or not at all."
                        : "use " + String.join(", ", new TreeSet<>(fitting)) + ".";
                fields.get(key)
                        .ifPresent(node ->
                                problems.at(node, "'" + key + "' says nothing of " + action.label() + "; " + use));
            }
        }
    }

    private List<String> texts(Fields fields, String key, Function<String, Optional<String>> parse, String wanted) {
        List<String> texts = new ArrayList<>();
        for (LocatedNode item : fields.someItems(key, MAX_OBJECTS)) {
            Optional<String> text = fields.text(item);
            Optional<String> parsed = text.flatMap(parse);
            if (text.isPresent() && parsed.isEmpty()) {
                problems.at(item, Problems.quote(text.get()) + " is not valid here; it must be " + wanted + ".");
            }
            parsed.ifPresent(texts::add);
        }
        return texts;
    }

    private static Optional<DeniedAction> action(String label) {
        return Arrays.stream(DeniedAction.values())
                .filter(action -> action.label().equals(label))
                .findFirst();
    }

    private static Optional<String> path(String text) {
        boolean plain = text.startsWith("/") && !text.contains("//") && !isPattern(text);
        boolean resolved = Arrays.stream(text.split("/")).noneMatch(part -> part.equals(".") || part.equals(".."));
        return Optional.of(text).filter(_ -> plain && resolved);
    }

    private static Optional<String> name(String text) {
        return Optional.of(text)
                .filter(t -> t.indexOf('/') < 0
                        && !isPattern(t)
                        && t.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES);
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    private static Optional<String> source(String text) {
        return Optional.of(text).filter(DenyRule.SOURCES::contains);
    }

    private static Optional<String> network(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress.ofLiteral(matcher.group(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int most = matcher.group(1).indexOf(':') < 0 ? 32 : 128;
        return Optional.of(text).filter(_ -> matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= most);
    }

    private static Optional<String> ports(String text) {
        Matcher matcher = PORTS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        return Optional.of(text).filter(_ -> from <= to && to <= LAST_PORT);
    }

    private static List<String> types() {
        return FileSystemMagic.BY_TYPE.keySet().stream().sorted().toList();
    }

    private static Optional<String> type(String text) {
        return Optional.of(text).filter(FileSystemMagic.BY_TYPE::containsKey);
    }

    private static Optional<String> device(String text) {
        return Optional.of(text).filter(t -> DEVICE.matcher(t).matches());
    }

    /** With slashes, as the kernel has it; dots where there are no slashes, as sysctl(8) has it. */
    private static Optional<String> setting(String text) {
        return Optional.of(text)
                .filter(t -> SETTING.matcher(t).matches() && t.length() <= MAX_NAME_BYTES)
                .map(t -> t.indexOf('/') < 0 ? t.replace('.', '/') : t);
    }
}
