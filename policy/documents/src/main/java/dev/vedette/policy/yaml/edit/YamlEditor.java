package dev.vedette.policy.yaml.edit;

import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes single values of a YAML or JSON text.
 *
 * <p>Guarantees: the new text means what the old one does but for the changes, which is read back before it is handed
 * out; every line that only holds a comment is still there; what an alias or a merge key shares is left alone and refused.
 */
public final class YamlEditor {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final Comparator<List<String>> LAST_FIRST =
            ((Comparator<List<String>>) YamlEditor::compare).reversed();

    private YamlEditor() {}

    /**
     * Makes {@code edits}, of which each goes its own way: one that is refused hinders no other.
     *
     * @throws YamlException if {@code text} cannot be read
     */
    public static EditedYaml apply(String text, List<YamlEdit> edits) throws YamlException {
        YamlTree intended = YamlTree.of(YamlReader.read(text));
        boolean marked = text.startsWith(BYTE_ORDER_MARK);
        String body = marked ? text.substring(1) : text;
        if (hasOldBreaks(body)) {
            return refused(text, edits, "stands in a text whose lines end with a carriage return only");
        }
        List<Refusal> refusals = new ArrayList<>();
        List<YamlEdit> waiting = inOrder(edits);
        String changed = body;
        while (!waiting.isEmpty()) {
            EditRound round = new EditRound(changed, PlacedDocument.of(changed));
            waiting.forEach(round::take);
            changed = TextChange.apply(changed, round.changes());
            round.made().forEach(intended::apply);
            refusals.addAll(round.refusals());
            waiting = round.waiting();
        }
        return isAsIntended(intended, changed)
                ? new EditedYaml(marked ? BYTE_ORDER_MARK + changed : changed, refusals)
                : refused(text, edits, "is written in a form that is not changed here");
    }

    /** Items are taken away last, and from the end of their list on, so that indices hold. */
    private static List<YamlEdit> inOrder(List<YamlEdit> edits) {
        Map<YamlEdit, List<String>> removed = new LinkedHashMap<>();
        Set<YamlEdit> ordered = new LinkedHashSet<>();
        for (YamlEdit edit : edits) {
            if (edit instanceof YamlEdit.Remove) {
                removed.put(edit, edit.path());
            } else {
                ordered.add(edit);
            }
        }
        removed.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(LAST_FIRST))
                .forEach(entry -> ordered.add(entry.getKey()));
        return List.copyOf(ordered);
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            String a = one.get(i);
            String b = other.get(i);
            boolean indices = ListIndex.of(a) >= 0 && ListIndex.of(b) >= 0;
            int order = indices ? Integer.compare(ListIndex.of(a), ListIndex.of(b)) : a.compareTo(b);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static boolean hasOldBreaks(String text) {
        for (int at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
            if (at + 1 == text.length() || text.charAt(at + 1) != '\n') {
                return true;
            }
        }
        return false;
    }

    private static boolean isAsIntended(YamlTree intended, String changed) {
        try {
            return intended.equals(YamlTree.of(YamlReader.read(changed)));
        } catch (YamlException _) {
            return false;
        }
    }

    private static EditedYaml refused(String text, List<YamlEdit> edits, String reason) {
        return new EditedYaml(
                text, edits.stream().map(edit -> new Refusal(edit, reason)).toList());
    }
}
