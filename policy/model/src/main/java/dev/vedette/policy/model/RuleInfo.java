package dev.vedette.policy.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is known of a rule beside its code: the front matter of its page, and the page.
 *
 * @param techniques MITRE ATT&amp;CK for Containers ids
 * @param judgesHost whether it judges what the node's own processes do, too. Where no rule does, their frequent events
 *     (files, sockets, memory) are not even made
 * @param namesCulprit whether its findings name who does the harm, so that this one can be answered (see {@link Harm})
 * @param parameters the lists that policies may set, with their values where none does
 * @param page Markdown, without the front matter
 */
public record RuleInfo(
        String id,
        String title,
        Severity severity,
        List<String> techniques,
        boolean judgesHost,
        boolean namesCulprit,
        Map<String, List<String>> parameters,
        String page) {
    /** One that names no culprit. */
    public RuleInfo(
            String id,
            String title,
            Severity severity,
            List<String> techniques,
            boolean judgesHost,
            Map<String, List<String>> parameters,
            String page) {
        this(id, title, severity, techniques, judgesHost, false, parameters, page);
    }

    public RuleInfo {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(severity, "severity is null");
        techniques = List.copyOf(techniques);
        parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
}
