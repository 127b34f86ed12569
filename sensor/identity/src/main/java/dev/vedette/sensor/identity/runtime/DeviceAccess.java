package dev.vedette.sensor.identity.runtime;

import dev.vedette.sensor.cri.OciSpec.DeviceRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a specification lets a container do with devices, in the words of the kernel's {@code devices.list}
 * (security/device_cgroup.c).
 *
 * <p>Later rules overrule earlier ones (opencontainers/runtime-spec, config-linux.md, allowed device list). A refusal of
 * everything takes all that was allowed before; one of a single device is passed over, which lets the container have more
 * than it may and so finds too little, never too much.
 */
final class DeviceAccess {
    /**
     * Beside what the specification says, the runtime itself allows these: making any node, null, zero, full, tty, random,
     * urandom, terminals and their multiplexer, the console, and tun. Sources: runc, libcontainer/specconv/spec_linux.go,
     * AllowedDevices; crun, src/libcrun/cgroup-resources.c and ebpf.c; runtime-spec, config-linux.md, default devices.
     */
    private static final Set<String> OF_THE_RUNTIME = Set.of(
            "c *:* m",
            "b *:* m",
            "c 1:3 rwm",
            "c 1:5 rwm",
            "c 1:7 rwm",
            "c 1:8 rwm",
            "c 1:9 rwm",
            "c 5:0 rwm",
            "c 5:1 rwm",
            "c 5:2 rwm",
            "c 136:* rwm",
            "c 10:200 rwm");

    private DeviceAccess() {}

    /** Empty for a specification without rules: what a runtime makes of that is its own matter. */
    static Set<String> of(List<DeviceRule> rules) {
        if (rules.isEmpty()) {
            return Set.of();
        }
        Set<String> allowed = new HashSet<>(OF_THE_RUNTIME);
        // Without a refusal at the beginning nothing is refused at all.
        boolean refusesFirst = !rules.getFirst().allow() && isEverything(rules.getFirst());
        if (!refusesFirst) {
            allowed.add("a *:* rwm");
        }
        for (DeviceRule rule : rules) {
            if (rule.allow()) {
                allowed.add(words(rule));
            } else if (isEverything(rule)) {
                allowed.retainAll(OF_THE_RUNTIME);
            }
        }
        return allowed;
    }

    private static boolean isEverything(DeviceRule rule) {
        return isOfAnyType(rule) && rule.major() < 0 && rule.minor() < 0;
    }

    private static boolean isOfAnyType(DeviceRule rule) {
        return !rule.type().equals("b")
                && !rule.type().equals("c")
                && !rule.type().equals("u");
    }

    private static String words(DeviceRule rule) {
        String type = isOfAnyType(rule) ? "a" : rule.type().equals("b") ? "b" : "c";
        return type + " " + number(rule.major()) + ":" + number(rule.minor()) + " " + rule.access();
    }

    private static String number(long number) {
        return number < 0 ? "*" : Long.toString(number);
    }
}
