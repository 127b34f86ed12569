package dev.vedette.rules.facts;

import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Stdio;
import java.util.List;

/**
 * Pages of files on their way to where the kernel has been made to write into them. Bits of a mode: include/uapi/linux/stat.h.
 */
public final class PageCache {
    /** A program that shows a file takes all of it; one that wants its page in a pipe takes next to nothing. */
    private static final long FEW_BYTES = 16;

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int SET_ID = 06000;
    private static final int ANY_EXECUTE = 0111;

    private static final String PAGES = "pages of ";
    private static final String RARE_SOCKET = "a socket of the kind ";

    private PageCache() {}

    /** Whether it is a socket; of those that files are usually sent through, transfers are not told. */
    public static boolean isSocket(FileObject file) {
        return (file.mode() & TYPE) == SOCKET;
    }

    /**
     * Why it is odd by itself that a page went from that file into a pipe; "" if it may be a program that shows the file.
     *
     * @param valued files that are worth to be overwritten
     */
    public static String concern(DataTransferred transfer, List<String> valued) {
        if (transfer.bytes() > FEW_BYTES) {
            return "";
        }
        FileObject file = transfer.source();
        if ((file.mode() & SET_ID) != 0) {
            return "so few bytes of a program that gives its owner's rights";
        }
        if (Readers.isNamed(file, valued)) {
            return "so few bytes of a file that decides on rights";
        }
        return (file.mode() & ANY_EXECUTE) != 0 ? "so few bytes of a program" : "";
    }

    /** Whether it is known to be worth to be overwritten, and not only a program. */
    public static boolean isValued(FileObject file, List<String> valued) {
        return (file.mode() & SET_ID) != 0 || Readers.isNamed(file, valued);
    }

    /** What a deed adds to the two that make an overwriting, as it is remembered. */
    public static String part(Event event) {
        if (event instanceof SocketActivity socket) {
            return RARE_SOCKET + socket.peer().family();
        }
        DataTransferred transfer = (DataTransferred) event;
        return transfer.sourceKind() == Stdio.Kind.PIPE
                ? RARE_SOCKET + "datagrams"
                : PAGES + Words.shortened(transfer.source().path());
    }

    /** Whether both parts are among what is remembered. */
    public static boolean isWhole(List<String> parts) {
        return parts.stream().anyMatch(part -> part.startsWith(PAGES))
                && parts.stream().anyMatch(part -> part.startsWith(RARE_SOCKET));
    }
}
