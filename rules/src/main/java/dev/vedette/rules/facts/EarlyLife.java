package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.time.Duration;

/**
 * The first minutes of a container, in which entrypoints make its files fit the place (users with the numbers they are
 * given, names of hosts, certificates of the house) and its programs look round where they are.
 */
public final class EarlyLife {
    /** Files are made to fit before the workload begins. */
    private static final Duration OF_FILES = Duration.ofMinutes(2);

    /** The workload itself looks round while it begins, which takes some of them longer. */
    private static final Duration OF_CONTACTS = Duration.ofMinutes(5);

    private EarlyLife() {}

    /**
     * Whether it may well be an entrypoint's doing: soon after the start, by a program of the image, of no person at a
     * terminal and of no server.
     */
    public static boolean mayBeEntrypoint(Event event) {
        ProcessInfo process = event.process();
        return isYoungerThan(OF_FILES, event)
                && !Programs.isWrittenLater(process.executable())
                && !Behind.isSteered(process);
    }

    /** Whether its container still looks round; false where it is not known when that was made. */
    public static boolean looksRound(Event event) {
        return isYoungerThan(OF_CONTACTS, event);
    }

    private static boolean isYoungerThan(Duration length, Event event) {
        return ContainerAge.of(event).filter(age -> age.compareTo(length) < 0).isPresent();
    }

    /**
     * How bad a deed is that prepares a container as often as it spoils one.
     *
     * @return high if an intruder shows; info in an init container, which is there to prepare, and for what may be an
     *     entrypoint's doing; else medium
     */
    public static Severity severity(Event event) {
        if (Behind.of(event.process()).isIntruder()) {
            return Severity.HIGH;
        }
        return prepares(event.container()) || mayBeEntrypoint(event) ? Severity.INFO : Severity.MEDIUM;
    }

    /** Whether a container is only there to prepare another one. */
    static boolean prepares(Container container) {
        return container.role() == Container.Role.INIT;
    }
}
