package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import java.util.List;
import java.util.Optional;

/** What packages make their installer run. */
public final class InstallHooks {
    private InstallHooks() {}

    /** The installer at work that a process works for, if it is another program. */
    public static Optional<ProcessInfo> installer(ProcessInfo process, List<String> installers) {
        return Callings.is(process, installers) ? Optional.empty() : PackageWork.by(process, installers);
    }

    /** Whether a connection leaves the container. */
    public static boolean leaves(SocketActivity socket) {
        return Contacts.isInternet(socket) && !socket.peer().address().isEmpty() && !Contacts.isLoopback(socket);
    }
}
