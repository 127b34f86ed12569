package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;

/** What servers are made to start: sessions of those who log in, hooks for backups and notices. */
public final class ServerHooks {
    private ServerHooks() {}

    /**
     * Whether a server of the image is known to start this.
     *
     * @param hooks each {@code server > command line}, the server by its file's name, the command line with {@code *} for
     *     any text
     */
    public static boolean isOne(ProcessInfo server, ProcessInfo started, List<String> hooks) {
        String both = server.executable().name() + " > " + started.commandLine();
        return !Programs.isWrittenLater(server.executable())
                && hooks.stream().anyMatch(hook -> new Glob(hook).matches(both));
    }
}
