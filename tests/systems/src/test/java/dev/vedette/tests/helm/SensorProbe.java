package dev.vedette.tests.helm;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.ProbesUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** A process of its own that tries what a sensor must be able to do and says how far it came. */
final class SensorProbe {
    private SensorProbe() {}

    /** @param args the number of another user's process to look at, then the facts to attach: all if there are none */
    public static void main(String[] args) throws IOException {
        Set<String> facts = Set.of(Arrays.copyOfRange(args, 1, args.length));
        try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults().withFacts(facts))) {
            for (ProbeStatus probe : probes.probes()) {
                System.out.println((probe.missing() ? "refused " : "attached ") + probe.name());
            }
        } catch (ProbesUnavailableException e) {
            System.out.println("unavailable " + e.getMessage());
        }
        Path other = Path.of("/proc", args[0]);
        System.out.println("sees " + Files.readSymbolicLink(other.resolve("exe")));
        System.out.println("sees " + Files.readSymbolicLink(other.resolve("ns/mnt")));
        try (Stream<Path> descriptors = Files.list(other.resolve("fd"))) {
            descriptors
                    .map(SensorProbe::target)
                    .filter("/dev/null"::equals)
                    .distinct()
                    .forEach(target -> System.out.println("sees descriptor " + target));
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
