package dev.vedette.policy.model;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/**
 * What a policy document denies to the containers of its scope, before it happens. A rule without any object denies the
 * action altogether; of several objects each is denied.
 *
 * @param policy the document's name
 * @param mode in audit mode nothing is refused, and what would be is told
 * @param paths absolute, within the container; one that ends with a slash stands for all that is below
 * @param names last components of paths
 * @param sources of {@link DeniedAction#EXEC}: where the executable comes from, see {@link #SOURCES}
 * @param networks addresses or ranges of {@link DeniedAction#CONNECT}
 * @param except ranges within those that stay allowed
 * @param ports {@code 443} or {@code 6000-6063}; all if empty
 * @param fileSystems types by the names of {@link FileSystemMagic#BY_TYPE}
 * @param devices {@code b 8:0} or {@code c 10:200}
 * @param settings as below /proc/sys: {@code kernel/core_pattern}
 * @param expires the last day on which it holds, UTC; null: without an end
 */
public record DenyRule(
        String policy,
        Mode mode,
        Scope scope,
        DeniedAction action,
        List<String> paths,
        List<String> names,
        List<String> sources,
        List<String> networks,
        List<String> except,
        List<String> ports,
        List<String> fileSystems,
        List<String> devices,
        List<String> settings,
        LocalDate expires) {
    /**
     * Where an executable can come from: written after the container's start, the image's but changed since, without a
     * name in any directory (memfd, deleted), of another file system than the root directory's.
     */
    public static final List<String> SOURCES = List.of("added", "changed", "memory", "volume");

    public DenyRule {
        Objects.requireNonNull(policy, "policy is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(scope, "scope is null");
        Objects.requireNonNull(action, "action is null");
        paths = List.copyOf(paths);
        names = List.copyOf(names);
        sources = List.copyOf(sources);
        networks = List.copyOf(networks);
        except = List.copyOf(except);
        ports = List.copyOf(ports);
        fileSystems = List.copyOf(fileSystems);
        devices = List.copyOf(devices);
        settings = List.copyOf(settings);
    }

    /** Whether it denies the action whatever it is done to. */
    public boolean denyAll() {
        return paths.isEmpty()
                && names.isEmpty()
                && sources.isEmpty()
                && networks.isEmpty()
                && except.isEmpty()
                && ports.isEmpty()
                && fileSystems.isEmpty()
                && devices.isEmpty()
                && settings.isEmpty();
    }

    /** When it ends, seconds since 1970; {@link Long#MAX_VALUE} for one without an end. */
    public long endsEpochSeconds() {
        return expires == null
                ? Long.MAX_VALUE
                : expires.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
