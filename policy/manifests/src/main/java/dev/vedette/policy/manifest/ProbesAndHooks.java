package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the kubelet is asked to do for a container: its probes, and the hooks at its start and end (core/v1). */
public final class ProbesAndHooks {
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");

    /** Addresses of whoever asks himself. */
    public static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1]?|0\\.0\\.0\\.0");

    /** What a command does beyond looking after its container, by words that only that has. */
    public static final Map<String, Pattern> DEEDS = Map.of(
            "runs what it downloads",
                    Pattern.compile("\\b(curl|wget|fetch)\\b.*(\\|\\s*(\\S*/)?(ba|da|z|k|a)?sh\\b|\\bchmod\\s+\\S*[x7])"
                            + "|\\b(ba|da|z|k|a)?sh\\b\\s+(-c\\s+)?[\"']?(<\\(|\\$\\(|`)\\s*(curl|wget)\\b"),
            "logs in elsewhere", Pattern.compile("(^|[\\s;&|/])(ssh|scp|sftp|sshpass|telnet|rsh)\\s"),
            "hands a shell to somebody else",
                    Pattern.compile("(?i)/dev/(tcp|udp)/|\\bn(c|cat)\\b.*\\s-(e|c)\\s|\\bsocat\\b.*\\bexec:"));

    private final SettingList list;
    private final FieldReader fields;

    ProbesAndHooks(SettingList list) {
        this.list = list;
        this.fields = list.fields();
    }

    void read() {
        list.forEachContainer((role, container) -> {
            for (String probe : PROBES) {
                fields.object(container, probe).ifPresent(action -> read(container, probe, action));
            }
            for (String hook : HOOKS) {
                fields.object(container, "lifecycle", hook).ifPresent(action -> read(container, hook, action));
            }
        });
    }

    private void read(LocatedNode container, String name, LocatedNode action) {
        for (String way : List.of("httpGet", "tcpSocket")) {
            fields.object(action, way)
                    .flatMap(request -> fields.find(request, "host"))
                    .filter(host -> !fields.text(host).isEmpty())
                    .flatMap(host -> reach(host).map(far -> Map.entry(host, far)))
                    .ifPresent(found -> list.addOf(
                            container,
                            Aspect.HOOK,
                            name,
                            found.getValue() + " " + fields.text(found.getKey()),
                            found.getKey()));
        }
        fields.object(action, "exec").ifPresent(exec -> command(container, name, exec));
    }

    /** The kubelet asks from the node: its loopback is the node's, and a pod's of the node's network. */
    private Optional<String> reach(LocatedNode host) {
        if (LOOPBACK.matcher(fields.text(host)).matches()) {
            return fields.isTrue(list.podSpec(), "hostNetwork")
                    ? Optional.empty()
                    : Optional.of("lets the node ask itself at");
        }
        return Optional.of("lets the node ask");
    }

    private void command(LocatedNode container, String name, LocatedNode exec) {
        String command = fields.list(exec, "command").stream().map(fields::text).collect(Collectors.joining(" "));
        DEEDS.entrySet().stream()
                .filter(deed -> deed.getValue().matcher(command).find())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(deed -> list.addOf(container, Aspect.HOOK, name, deed, exec));
    }
}
