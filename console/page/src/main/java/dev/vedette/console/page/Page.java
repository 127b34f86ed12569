package dev.vedette.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page's files by name. Only what is listed here is handed out. */
public final class Page {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("index.html", HTML),
            Map.entry("sign-in.html", HTML),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("theme.css", STYLE),
            Map.entry("console.css", STYLE),
            Map.entry("sign-in.css", STYLE),
            Map.entry("sign-in.js", SCRIPT),
            Map.entry("app.js", SCRIPT),
            Map.entry("api.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("list.js", SCRIPT),
            Map.entry("detail.js", SCRIPT),
            Map.entry("facts.js", SCRIPT),
            Map.entry("incidents.js", SCRIPT),
            Map.entry("incident.js", SCRIPT),
            Map.entry("incidents.css", STYLE),
            Map.entry("considered.js", SCRIPT),
            Map.entry("replay.js", SCRIPT),
            Map.entry("respond.js", SCRIPT),
            Map.entry("neighbours.js", SCRIPT),
            Map.entry("neighbours.css", STYLE),
            Map.entry("nodes.js", SCRIPT),
            Map.entry("actions.js", SCRIPT),
            Map.entry("answers.js", SCRIPT),
            Map.entry("confirm.js", SCRIPT),
            Map.entry("images.js", SCRIPT),
            Map.entry("posture.js", SCRIPT),
            Map.entry("reports.js", SCRIPT),
            Map.entry("views.js", SCRIPT),
            Map.entry("waits.js", SCRIPT),
            Map.entry("views.css", STYLE),
            Map.entry("keys.js", SCRIPT),
            Map.entry("markdown.js", SCRIPT));

    private Page() {}

    /** The media type of a file, empty if the page has none of that name. */
    public static Optional<String> type(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /** The content of a file, empty if the page has none of that name. */
    public static Optional<byte[]> content(String name) {
        if (!TYPES.containsKey(name)) {
            return Optional.empty();
        }
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all files. */
    public static Set<String> names() {
        return TYPES.keySet();
    }
}
