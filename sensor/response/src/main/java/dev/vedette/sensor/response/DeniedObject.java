package dev.vedette.sensor.response;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.Scope;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An action that is denied, of one object or altogether.
 *
 * @param object a path, an address, a file system's type or a setting, as the action has it; "" for all
 */
record DeniedObject(DeniedAction action, String object) {
    /** The document's place in a denial's words is taken by what has ordered it. */
    private static final String ORDERED = "(response)";

    private static final String SETTINGS = "/proc/sys/";
    private static final Pattern PEER =
            Pattern.compile("(?:^|[^0-9a-fA-F.:])(?:(\\d{1,3}(?:\\.\\d{1,3}){3})|\\[([0-9a-fA-F:.]+)\\]):\\d{1,5}\\b");
    private static final List<String> WITH_PEERS = List.of("peer", "input", "output", "error", "socket", "object");

    static DeniedObject all(DeniedAction action) {
        return new DeniedObject(action, "");
    }

    /** What a finding is about, as far as it can be denied: the program, the file, the file system, the peer. */
    static List<DeniedObject> of(Finding finding) {
        List<DeniedObject> objects = new ArrayList<>();
        String file = finding.evidence().getOrDefault("file", "");
        if (file.startsWith(SETTINGS)) {
            objects.add(new DeniedObject(DeniedAction.SYSCTL, file.substring(SETTINGS.length())));
        } else if (file.startsWith("/") && file.indexOf(' ') < 0) {
            objects.add(new DeniedObject(isProgram(finding, file) ? DeniedAction.EXEC : DeniedAction.OPEN, file));
        }
        String type = finding.evidence().getOrDefault("type", "");
        if (FileSystemMagic.BY_TYPE.containsKey(type)) {
            objects.add(new DeniedObject(DeniedAction.MOUNT, type));
        }
        for (String key : WITH_PEERS) {
            peer(finding.evidence().getOrDefault(key, ""))
                    .map(address -> new DeniedObject(DeniedAction.CONNECT, address))
                    .filter(one -> !objects.contains(one))
                    .ifPresent(objects::add);
        }
        return objects;
    }

    private static boolean isProgram(Finding finding, String file) {
        return finding.process() != null
                && file.equals(finding.process().executable().path());
    }

    private static Optional<String> peer(String text) {
        Matcher matcher = PEER.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String address = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress() ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    DenyRule rule() {
        List<String> one = object.isEmpty() ? List.of() : List.of(object);
        List<String> none = List.of();
        boolean file = action == DeniedAction.EXEC || action == DeniedAction.OPEN || action == DeniedAction.WRITE;
        return new DenyRule(
                ORDERED,
                Mode.ENFORCE,
                Scope.CONTAINERS,
                action,
                file ? one : none,
                none,
                none,
                action == DeniedAction.CONNECT ? one : none,
                none,
                none,
                action == DeniedAction.MOUNT ? one : none,
                action == DeniedAction.DEVICE ? one : none,
                action == DeniedAction.SYSCTL ? one : none,
                null);
    }

    /** For the journal; {@link #read} gives an equal one. */
    String written() {
        return action.label() + " " + object;
    }

    static DeniedObject read(String written) {
        int space = written.indexOf(' ');
        return new DeniedObject(
                DeniedAction.valueOf(written.substring(0, space).toUpperCase(Locale.ROOT)),
                written.substring(space + 1));
    }

    String words() {
        return object.isEmpty() ? action.label() : action.label() + " of " + object;
    }
}
