package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What responses have around them.
 *
 * @param stateDirectory where standing responses, evidence and the kill switch are kept; empty: nothing is
 * @param denials how the kernel is made to refuse things
 * @param cluster Kubernetes, where it is known
 * @param recentEvents of a container, the oldest first, in words
 * @param descent who was started by whom
 * @param harms how victims of harm are
 */
public record Surroundings(
        Optional<Path> stateDirectory,
        Denials denials,
        Optional<Cluster> cluster,
        Function<Container, List<String>> recentEvents,
        Descent descent,
        Harms harms) {
    /** Of a sensor that keeps nothing and knows nobody. */
    public static final Surroundings NONE =
            new Surroundings(Optional.empty(), Denials.NONE, Optional.empty(), container -> List.of());

    /** Of one that measures no harm. */
    public Surroundings(
            Optional<Path> stateDirectory,
            Denials denials,
            Optional<Cluster> cluster,
            Function<Container, List<String>> recentEvents,
            Descent descent) {
        this(stateDirectory, denials, cluster, recentEvents, descent, Harms.UNKNOWN);
    }

    /** Of one that has no record of forks. */
    public Surroundings(
            Optional<Path> stateDirectory,
            Denials denials,
            Optional<Cluster> cluster,
            Function<Container, List<String>> recentEvents) {
        this(stateDirectory, denials, cluster, recentEvents, Descent.UNKNOWN);
    }

    public Surroundings {
        Objects.requireNonNull(stateDirectory, "stateDirectory is null");
        Objects.requireNonNull(denials, "denials is null");
    }

    Optional<ResponseJournal> journal() {
        return stateDirectory.map(folder -> new ResponseJournal(folder.resolve("responses.ndjson")));
    }

    Optional<EvidenceFolder> evidence() {
        return stateDirectory.map(EvidenceFolder::in);
    }

    KillSwitch killSwitch() {
        return stateDirectory.map(KillSwitch::in).orElse(new KillSwitch(Optional.empty()));
    }
}
