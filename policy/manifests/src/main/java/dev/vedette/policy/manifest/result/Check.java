package dev.vedette.policy.manifest.result;

import java.util.List;
import java.util.Objects;

/**
 * What found something: a rule, or a check of a standard.
 *
 * @param id as people waive it, {@code VDT-1001} or {@code hostNamespaces}
 * @param title a few words
 * @param techniques MITRE ATT&amp;CK for Containers ids; none for a standard's
 * @param help Markdown: what it means and what to do
 * @param link where more of it stands, "" where nowhere but in {@code help}
 */
public record Check(String id, String title, List<String> techniques, String help, String link) {
    public Check {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(help, "help is null");
        Objects.requireNonNull(link, "link is null");
        techniques = List.copyOf(techniques);
    }
}
