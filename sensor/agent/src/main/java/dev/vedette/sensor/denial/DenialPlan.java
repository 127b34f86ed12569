package dev.vedette.sensor.denial;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Mode;
import dev.vedette.probes.deny.Denial;
import dev.vedette.probes.deny.DenyAction;
import dev.vedette.probes.deny.DenyVerdict;
import dev.vedette.probes.deny.ExecutableClass;
import dev.vedette.probes.deny.Prefix;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/** Makes of a policy's rules what the kernel side compares, for one container. */
final class DenialPlan {
    private static final int LAST_PORT = 65_535;
    /** What stands for everything, in both families. */
    private static final List<String> EVERYWHERE = List.of("::/0");

    private final LongUnaryOperator epochToBootSeconds;

    /** @param epochToBootSeconds from seconds since 1970 to seconds of CLOCK_BOOTTIME */
    DenialPlan(LongUnaryOperator epochToBootSeconds) {
        this.epochToBootSeconds = epochToBootSeconds;
    }

    /** @param files the file at a path within the container, as far as it is there now */
    Set<Denial> of(Collection<DenyRule> rules, Function<String, Optional<FileObject>> files) {
        return of(rules, this::verdict, files);
    }

    /**
     * The same with an end of its own.
     *
     * @param bootSeconds when it ends, 0 for never
     */
    Set<Denial> until(Collection<DenyRule> rules, long bootSeconds, Function<String, Optional<FileObject>> files) {
        return of(rules, rule -> verdictUntil(rule, bootSeconds), files);
    }

    private static Set<Denial> of(
            Collection<DenyRule> rules,
            Function<DenyRule, DenyVerdict> verdicts,
            Function<String, Optional<FileObject>> files) {
        Set<Denial> denials = new LinkedHashSet<>();
        for (DenyRule rule : rules) {
            DenyVerdict verdict = verdicts.apply(rule);
            DenyAction action = DenyAction.valueOf(rule.action().name());
            if (rule.denyAll()) {
                denials.add(new Denial.All(action, verdict));
            }
            rule.paths().forEach(path -> addPath(denials, action, path, verdict, files));
            rule.names().forEach(name -> denials.add(new Denial.OfName(action, name, verdict)));
            rule.settings().forEach(name -> denials.add(new Denial.OfName(action, name, verdict)));
            rule.sources()
                    .forEach(source -> denials.add(
                            new Denial.OfClass(ExecutableClass.valueOf(source.toUpperCase(Locale.ROOT)), verdict)));
            rule.fileSystems()
                    .forEach(type -> denials.add(new Denial.OfFileSystem(FileSystemMagic.BY_TYPE.get(type), verdict)));
            rule.devices().forEach(device -> denials.add(device(device, verdict)));
            if (rule.action() == DeniedAction.CONNECT && !rule.denyAll()) {
                addPeers(denials, rule, verdict);
            }
        }
        return denials;
    }

    private DenyVerdict verdict(DenyRule rule) {
        return verdictUntil(rule, bootSeconds(rule.endsEpochSeconds()));
    }

    /**
     * The boot clock's time of a time of day as it is now, 0 for never.
     *
     * @param epochSeconds {@link Long#MAX_VALUE} for never
     */
    long bootSeconds(long epochSeconds) {
        return epochSeconds == Long.MAX_VALUE ? 0 : Math.max(1, epochToBootSeconds.applyAsLong(epochSeconds));
    }

    private static DenyVerdict verdictUntil(DenyRule rule, long bootSeconds) {
        return new DenyVerdict(rule.mode() == Mode.ENFORCE, Math.min(bootSeconds, 0xffff_ffffL));
    }

    /** The object that is there now, and by the end of its path what may come in its place. */
    private static void addPath(
            Set<Denial> denials,
            DenyAction action,
            String path,
            DenyVerdict verdict,
            Function<String, Optional<FileObject>> files) {
        boolean below = path.endsWith("/");
        files.apply(path)
                .filter(FileObject::known)
                .ifPresent(file -> denials.add(new Denial.OfFile(action, file.device(), file.inode(), below, verdict)));
        int last = path.lastIndexOf('/');
        if (!below && last > 0) {
            String end = path.substring(path.lastIndexOf('/', last - 1) + 1);
            try {
                denials.add(new Denial.OfName(action, end, verdict));
            } catch (IllegalArgumentException e) {
                // Too long for the net: it is denied by its object alone.
            }
        }
    }

    private static Denial device(String text, DenyVerdict verdict) {
        String[] numbers = text.substring(2).split(":", 2);
        return new Denial.OfDevice(
                text.startsWith("b"), Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), verdict);
    }

    private static void addPeers(Set<Denial> denials, DenyRule rule, DenyVerdict verdict) {
        List<String> networks = rule.networks().isEmpty() ? EVERYWHERE : rule.networks();
        List<String> ports = rule.ports().isEmpty() ? List.of("0-" + LAST_PORT) : rule.ports();
        for (String network : networks) {
            for (String range : ports) {
                String[] ends = range.split("-", 2);
                denials.add(new Denial.OfPeers(
                        prefix(network), Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]), verdict));
            }
        }
        rule.except().forEach(network -> denials.add(new Denial.Except(prefix(network))));
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(text + " is no address; the document said it was"));
    }
}
