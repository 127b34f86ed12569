package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.fix.FixedManifest.Done;
import dev.vedette.policy.manifest.fix.FixedManifest.Left;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import dev.vedette.policy.yaml.edit.EditedYaml;
import dev.vedette.policy.yaml.edit.YamlEdit;
import dev.vedette.policy.yaml.edit.YamlEditor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fixes the text of manifests: looks, changes, and looks again, until there is nothing left that it may change. One fix
 * may bring another issue to light, as a container that is privileged no more may gain privileges.
 *
 * <p>Guarantee: what it hands out was read and judged again. As thread-safe as its finder.
 */
public final class ManifestFixer {
    /** More than any pod needs: a rule may name one of its capabilities at a time. */
    private static final int MOST_LOOKS = 64;

    private final IssueFinder finder;
    private final FixLevel level;

    public ManifestFixer(IssueFinder finder, FixLevel level) {
        this.finder = finder;
        this.level = level;
    }

    /**
     * Fixes one text.
     *
     * @throws YamlException if it cannot be read
     */
    public FixedManifest fix(String file, String text) throws YamlException {
        String current = text;
        List<Done> done = new ArrayList<>();
        Map<YamlEdit, String> refused = new HashMap<>();
        for (int look = 0; look < MOST_LOOKS; look++) {
            List<Issue> issues = issues(file, current);
            Map<YamlEdit, Issue> planned = plan(issues, current, refused);
            EditedYaml edited = YamlEditor.apply(current, List.copyOf(planned.keySet()));
            edited.refusals()
                    .forEach(refusal ->
                            refused.put(refusal.edit(), refusal.edit().pointer() + " " + refusal.reason()));
            if (edited.text().equals(current)) {
                return new FixedManifest(file, text, current, done, left(issues, current, refused));
            }
            planned.forEach((edit, issue) -> {
                if (!refused.containsKey(edit)) {
                    done.add(new Done(issue, words(edit)));
                }
            });
            current = edited.text();
        }
        return new FixedManifest(file, text, current, done, left(issues(file, current), current, refused));
    }

    private List<Issue> issues(String file, String text) {
        return finder.find(ManifestReader.readText(file, text)).issues();
    }

    /** Several issues may ask for the same change. */
    private Map<YamlEdit, Issue> plan(List<Issue> issues, String text, Map<YamlEdit, String> refused)
            throws YamlException {
        List<LocatedNode> documents = YamlReader.read(text);
        Map<YamlEdit, Issue> planned = new LinkedHashMap<>();
        for (Issue issue : issues) {
            if (Recipes.advise(issue, Spot.of(issue, documents)) instanceof Advice.Change change
                    && change.level().compareTo(level) <= 0
                    && !refused.containsKey(change.edit())) {
                planned.putIfAbsent(change.edit(), issue);
            }
        }
        return planned;
    }

    private List<Left> left(List<Issue> issues, String text, Map<YamlEdit, String> refused) throws YamlException {
        List<LocatedNode> documents = YamlReader.read(text);
        return issues.stream()
                .map(issue -> new Left(issue, hint(Recipes.advise(issue, Spot.of(issue, documents)), refused)))
                .toList();
    }

    private String hint(Advice advice, Map<YamlEdit, String> refused) {
        return switch (advice) {
            case Advice.Leave leave -> leave.hint();
            case Advice.Change change
            when change.level().compareTo(level) > 0 -> "--fix-level all would have " + words(change.edit());
            case Advice.Change change ->
                refused.getOrDefault(change.edit(), words(change.edit()) + " does not mend it; mend it by hand");
        };
    }

    private static String words(YamlEdit edit) {
        return switch (edit) {
            case YamlEdit.Put put -> put.pointer() + ": " + put.value();
            case YamlEdit.Append append -> append.pointer() + " with " + append.item();
            case YamlEdit.Remove remove -> remove.pointer() + " taken out";
        };
    }
}
