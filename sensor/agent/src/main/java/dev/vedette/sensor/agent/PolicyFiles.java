package dev.vedette.sensor.agent;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy documents of a sensor: read at its start, and again whenever their files change.
 *
 * <p>Guarantees: a set is taken whole or refused whole, and is what stood in the files at one time; a refused one leaves that in force which was, is said once with
 * file, line and column, and is counted. Files are looked at every few seconds rather than by inotify, which does not see
 * what is changed on network file systems. A thread of its own does so between {@link #follow} and {@link #close}.
 */
final class PolicyFiles implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFiles.class);
    private static final int MAX_SAID = 10;
    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path documents;
    private final PolicyLoader loader;
    private final Duration every;
    private final PolicyFigures figures;
    private FileMarks seen = FileMarks.NONE;
    private Thread follower;

    /**
     * @param documents a file, or a directory of them
     * @param every how often to look
     */
    PolicyFiles(Path documents, PolicyLoader loader, Duration every, PolicyFigures figures) {
        this.documents = documents;
        this.loader = loader;
        this.every = every;
        this.figures = figures;
    }

    /**
     * Reads the documents that are to hold at the start.
     *
     * @throws SensorException if they are refused: nobody is to start with less than what he wrote
     */
    PolicySet read() throws SensorException {
        LoadedPolicies read = whole().orElseThrow(() -> new SensorException(
                documents + " changes all the time: policies can't be read from it; write them elsewhere first"));
        return switch (read) {
            case LoadedPolicies.Accepted accepted -> accepted.policies();
            case LoadedPolicies.Refused problems ->
                throw new SensorException(
                        "the policies are refused: " + problems.problems().getFirst());
        };
    }

    /**
     * Hands over each new set that is in order, until closed.
     *
     * @param problems given what is wrong with one that is not
     */
    void follow(Consumer<PolicySet> inForce, Consumer<PolicyProblem> problems) {
        follower = Thread.ofVirtual().name("policy-files").start(() -> follow(every, inForce, problems));
    }

    private void follow(Duration pause, Consumer<PolicySet> inForce, Consumer<PolicyProblem> told) {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(pause);
                look(inForce, told);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look(Consumer<PolicySet> inForce, Consumer<PolicyProblem> told) {
        if (!FileMarks.of(documents).equals(seen)) {
            whole().ifPresent(read -> take(read, inForce, told));
        }
    }

    /**
     * What was read while nothing changed: while files are swapped, the first may be of one set and the second of another,
     * and both together are what nobody wrote. Empty while they go on changing: then the next look is for them.
     */
    private Optional<LoadedPolicies> whole() {
        for (int tries = 0; tries < TRIES; tries++) {
            FileMarks before = FileMarks.of(documents);
            LoadedPolicies read = loader.load(documents);
            if (FileMarks.of(documents).equals(before)) {
                seen = before;
                return Optional.of(read);
            }
        }
        return Optional.empty();
    }

    private void take(LoadedPolicies read, Consumer<PolicySet> inForce, Consumer<PolicyProblem> told) {
        try {
            switch (read) {
                case LoadedPolicies.Accepted accepted -> {
                    inForce.accept(accepted.policies());
                    figures.replaced().increment();
                    LOG.info("policies in force: {}", String.join(", ", accepted.names()));
                }
                case LoadedPolicies.Refused problems -> {
                    refuse(problems.problems());
                    problems.problems().stream().limit(MAX_SAID).forEach(told);
                }
            }
        } catch (RuntimeException e) {
            figures.refused().increment();
            LOG.error("the changed policies could not be put in force, and those before stay", e);
        }
    }

    private void refuse(List<PolicyProblem> problems) {
        figures.refused().increment();
        LOG.warn("the changed policies are refused, and those before stay in force: {}", problems.getFirst());
        problems.stream().limit(MAX_SAID).skip(1).forEach(problem -> LOG.warn("and {}", problem));
        if (problems.size() > MAX_SAID) {
            LOG.warn("and {} more", problems.size() - MAX_SAID);
        }
    }

    /** After this nothing is handed over any more. */
    @Override
    public void close() {
        if (follower == null) {
            return;
        }
        follower.interrupt();
        try {
            follower.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
