package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Tally;
import java.util.List;
import java.util.regex.Pattern;

/** Code of files that a program loads after it has begun, and who wrote it. */
public final class LoadedCode {
    private static final String AT_START = "written at the start";
    private static final String BY_PACKAGE_WORK = "written by package work";
    private static final String WRITTEN_BY = "written by ";
    private static final String LOADED = "loaded";

    /** Whom native libraries are called, also while they are unpacked. Anything can be loaded; only these are noted. */
    private static final Pattern LIBRARY =
            Pattern.compile(".*\\.(so|node|dll|tmp|jnilib)([.-].*)?|.*\\.so[0-9._-]*|lib.*");

    private LoadedCode() {}

    /** Whether code comes from no file that one could look at. */
    public static boolean isWithoutFile(MemoryProtected loaded) {
        FileObject file = loaded.file();
        return file.isDeleted() && !file.sameObject(loaded.process().executable());
    }

    /** Whether it is a file made after the start, by a program that was not: what came later brings its own libraries. */
    public static boolean isLate(MemoryProtected loaded) {
        FileObject file = loaded.file();
        ProcessInfo process = loaded.process();
        return file.known()
                && !file.isDeleted()
                && Programs.isWrittenLater(file)
                && !Programs.isWrittenLater(process.executable());
    }

    public static boolean mayBeLibrary(FileObject file) {
        return LIBRARY.matcher(file.name()).matches();
    }

    /** The object, by which writers and loaders meet. */
    public static String subject(FileObject file) {
        return file.device() + ":" + file.inode();
    }

    /** Whose work the writing of a file is. */
    public static String writer(Event event, List<String> packageWork) {
        if (PackageWork.by(event.process(), packageWork).isPresent()) {
            return BY_PACKAGE_WORK;
        }
        return EarlyLife.mayBeEntrypoint(event)
                ? AT_START
                : WRITTEN_BY + event.process().id();
    }

    public static String loader() {
        return LOADED;
    }

    /** Whether what was just loaded was written by somebody else than the loader and those it descends from. */
    public static boolean isOfOthers(Tally tally) {
        if (!(tally.fact() instanceof MemoryProtected loaded)
                || tally.items().contains(AT_START)
                || tally.items().contains(BY_PACKAGE_WORK)) {
            return false;
        }
        return Ancestry.inContainer(loaded.process()).stream()
                .noneMatch(p -> tally.items().contains(WRITTEN_BY + p.id()));
    }

    /** Less where nobody saw who wrote it, which may have been before there was a sensor. */
    public static Severity severity(Tally tally) {
        MemoryProtected loaded = (MemoryProtected) tally.fact();
        boolean writerSeen = tally.distinct() > 1;
        if (Behind.isSteered(loaded.process())
                || (writerSeen && loaded.process().serving())) {
            return Severity.HIGH;
        }
        return writerSeen || !mayBeLibrary(loaded.file()) ? Severity.MEDIUM : Severity.LOW;
    }
}
