package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.KnownTexts;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a program writes: the folder, with what differs from one time to the next left out of its name.
 *
 * <p>Folders of the system's own are never made alike, however many there are: whoever writes to one must not learn the
 * baseline to take another one for it.
 */
record AreaItem(String program, boolean fromImage, String folder) implements LearnedItem {
    private static final int DEPTH = 5;
    private static final String ANY = "*";

    /** Numbers, and names as they are drawn by lot: long, with figures, in hexadecimal or mixed letters. */
    private static final Pattern CHANGING =
            Pattern.compile("[0-9][0-9._:-]*|[0-9a-fA-F-]{8,}|(?=.*[0-9])(?=.*[a-zA-Z])[0-9a-zA-Z_+=-]{12,}");

    private static final List<String> EXACT =
            List.of("/bin", "/boot", "/etc", "/lib", "/lib64", "/opt", "/root", "/sbin", "/usr", "/var/spool");

    /** File systems whose files are doors of the kernel: others than this watch them. */
    private static final Set<Long> DOORS =
            Set.of(FileSystemMagic.PROC, FileSystemMagic.SYSFS, FileSystemMagic.CGROUP, FileSystemMagic.CGROUP2);

    private static final KnownTexts<String> FOLDERS =
            new KnownTexts<>(folder -> isExact(folder) ? folder : alike(folder));

    /** Whether a file was opened to be written, and is one that is kept. */
    static boolean isWritten(FileOpened event) {
        FileObject file = event.file();
        return event.write() && !event.denied() && file.path().startsWith("/") && !DOORS.contains(file.superMagic());
    }

    static AreaItem of(FileOpened event) {
        FileObject program = event.process().executable();
        return new AreaItem(
                program.path(),
                ProcessItem.isFromImage(program),
                folderOf(event.file().path()));
    }

    private static String folderOf(String path) {
        int end = path.lastIndexOf('/');
        return FOLDERS.of(end <= 0 ? "/" : path.substring(0, end));
    }

    private static boolean isExact(String folder) {
        return EXACT.stream().anyMatch(tree -> folder.equals(tree) || folder.startsWith(tree + "/"));
    }

    private static String alike(String folder) {
        StringBuilder alike = new StringBuilder();
        int steps = 0;
        for (String step : List.of(folder.split("/"))) {
            if (!step.isEmpty() && steps++ < DEPTH) {
                alike.append('/').append(CHANGING.matcher(step).matches() ? ANY : step);
            }
        }
        return alike.isEmpty() ? "/" : alike.toString();
    }

    @Override
    public String subject() {
        return folder;
    }

    @Override
    public String doer() {
        return program;
    }

    @Override
    public String describe() {
        return "files in " + folder + " written by " + program + (fromImage ? "" : ", which is not of the image");
    }
}
