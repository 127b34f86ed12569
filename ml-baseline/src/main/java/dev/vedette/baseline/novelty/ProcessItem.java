package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.KnownTexts;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What makes two program starts the same for a baseline: the program, whether the image brought it, and who started
 * it. Of the arguments only their shape counts, so that ids and dates do not make every start new.
 *
 * @param fromImage whether the executable is as the image brought it: the same name from another layer is another item
 */
record ProcessItem(String executable, boolean fromImage, String parent, String shape) implements LearnedItem {
    private static final int SHAPED_ARGUMENTS = 4;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final KnownTexts<String> SHAPES = new KnownTexts<>(ProcessItem::shapeOf);

    static ProcessItem of(ProcessExecuted event) {
        ProcessInfo before = event.before();
        ProcessInfo parent = event.process().parent() != null ? event.process().parent() : before;
        return new ProcessItem(
                event.executable().path(),
                isFromImage(event.executable()),
                parent == null ? "" : parent.executable().path(),
                shapeOf(event.arguments()));
    }

    /** Whether a file is as the image brought it, as far as is known. */
    static boolean isFromImage(FileObject file) {
        return file.layer() == OverlayLayer.LOWER || file.layer() == OverlayLayer.NONE;
    }

    /** The first arguments with digits folded and long values dropped: {@code -p 8080} and {@code -p 9} are alike. */
    private static String shapeOf(List<String> arguments) {
        StringBuilder shape = new StringBuilder();
        for (int i = 1; i < arguments.size() && i <= SHAPED_ARGUMENTS; i++) {
            shape.append(i == 1 ? "" : " ").append(SHAPES.of(arguments.get(i)));
        }
        return shape.toString();
    }

    private static String shapeOf(String argument) {
        if (argument.startsWith("-")) {
            return DIGITS.matcher(argument).replaceAll("#");
        }
        return argument.indexOf('/') >= 0 ? "/…" : "…";
    }

    @Override
    public String subject() {
        return executable;
    }

    @Override
    public String doer() {
        return parent;
    }

    @Override
    public String describe() {
        String started = parent.isEmpty() ? "" : " started by " + parent;
        String origin = fromImage ? "" : ", which is not of the image";
        return executable + started + origin;
    }
}
