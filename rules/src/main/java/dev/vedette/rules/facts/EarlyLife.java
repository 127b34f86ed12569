package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import java.time.Duration;

/**
 * The first minutes of a container, in which entrypoints make its files fit the place: users with the numbers they are
 * given, names of hosts, certificates of the house.
 */
public final class EarlyLife {
    static final Duration LENGTH = Duration.ofMinutes(2);

    private EarlyLife() {}

    /**
     * Whether it may well be an entrypoint's doing: soon after the start, by a program of the image, of no person at a
     * terminal and of no server.
     */
    public static boolean mayBeEntrypoint(Event event) {
        ProcessInfo process = event.process();
        return ContainerAge.of(event).filter(age -> age.compareTo(LENGTH) < 0).isPresent()
                && !Programs.isWrittenLater(process.executable())
                && !isSteered(process);
    }

    /** Whether a person at a terminal or a server stands behind the process. */
    public static boolean isSteered(ProcessInfo process) {
        return Ancestry.terminalSession(process).isPresent()
                || Ancestry.server(process).isPresent()
                || Ancestry.byShellOfServer(process);
    }

    /** Which person or server stands behind the process, as one word; "" if none does. */
    public static String tree(ProcessInfo process) {
        return Ancestry.terminalSession(process)
                .or(() -> Ancestry.server(process))
                .map(p -> p.id().toString())
                .orElseGet(() -> Ancestry.byShellOfServer(process) ? "server" : "");
    }
}
