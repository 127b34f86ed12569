package dev.vedette.rules.facts;

import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Code that servers fetch from somewhere, and what they do right after. */
public final class FetchedCode {
    /** More than twice the time within which the kernel tells the same fetching once. */
    public static final Duration AT_ONCE = Duration.ofSeconds(30);

    private FetchedCode() {}

    /** Whether a process serves, or is a copy of one that does, made for one connection. */
    public static boolean isOfServer(ProcessInfo process) {
        ProcessInfo parent = process.parent();
        return process.serving() || (parent != null && parent.serving() && Programs.isWorkerOf(parent, process));
    }

    /** By whom servers are told apart: their program, since what one of its processes fetched another may load. */
    public static String subject(ProcessInfo server) {
        return LoadedCode.subject(server.executable());
    }

    /** What was fetched and from where. */
    public static String words(CodeFetched fetched) {
        String code = switch (fetched.code()) {
            case CLASS -> "a class of Java";
            case ARCHIVE -> "an archive of Java classes";
            case OBJECT -> "a program or library";
            case SCRIPT -> "a script";
            case OTHER -> "code";
        };
        return code + " from " + fetched.address() + ":" + fetched.port();
    }

    /**
     * The server that began another program itself or through others.
     *
     * @param goBetweens programs of images that only begin the one that was asked for
     * @param hooks see {@link ServerHooks#isOne}
     */
    public static Optional<ProcessInfo> starter(ProcessExecuted event, List<String> goBetweens, List<String> hooks) {
        ProcessInfo process = event.process();
        if (event.session() != ProcessExecuted.Session.MAIN || Callings.isOfImage(process, goBetweens)) {
            return Optional.empty();
        }
        return Ancestry.server(process).filter(server -> !ServerHooks.isOne(server, process, hooks));
    }

    /**
     * Whether a server runs code in itself that is not its image's: of a file that came later or of none, or made in memory
     * though it is no program that makes code.
     *
     * @param codeMakers see {@link MadeCode#of}
     */
    public static boolean isLoaded(MemoryProtected event, List<String> codeMakers) {
        if (!isOfServer(event.process())) {
            return false;
        }
        if (LoadedCode.isLate(event) || LoadedCode.isWithoutFile(event)) {
            return true;
        }
        return (event.isAnonymous() || event.writable()) && !Callings.isLike(event.process(), codeMakers);
    }

    /** Another program of the image may be the server's usual one. */
    public static Severity severity(ProcessExecuted started) {
        ProcessInfo process = started.process();
        return severity(
                started,
                Programs.isInterpreter(process)
                        || Programs.isDownloader(process)
                        || Programs.isWrittenLater(process.executable()));
    }

    public static Severity severity(MemoryProtected loaded) {
        return severity(loaded, LoadedCode.isWithoutFile(loaded));
    }

    /** Plug-ins and drivers are fetched while a workload begins. */
    private static Severity severity(Event event, boolean grave) {
        if (EarlyLife.looksRound(event)) {
            return grave ? Severity.MEDIUM : Severity.LOW;
        }
        return grave ? Severity.HIGH : Severity.MEDIUM;
    }
}
