package dev.vedette.policy.inputs;

import java.util.ArrayList;
import java.util.List;

/**
 * A document of a rendered chart.
 *
 * @param source the template's path, beginning with the chart's name; "" where Helm does not say
 */
record RenderedTemplate(String source, String text) {
    private static final String START = "---";
    private static final String SOURCE = "# Source: ";

    /** The documents of what Helm renders, which begins each with its source. */
    static List<RenderedTemplate> split(String rendered) {
        List<RenderedTemplate> all = new ArrayList<>();
        List<String> lines = rendered.lines().toList();
        StringBuilder text = new StringBuilder();
        String source = "";
        for (int i = 0; i < lines.size(); i++) {
            boolean begins = lines.get(i).equals(START)
                    && i + 1 < lines.size()
                    && lines.get(i + 1).startsWith(SOURCE);
            if (begins) {
                add(source, text, all);
                source = lines.get(++i).substring(SOURCE.length()).strip();
            } else {
                text.append(lines.get(i)).append('\n');
            }
        }
        add(source, text, all);
        return all;
    }

    private static void add(String source, StringBuilder text, List<RenderedTemplate> all) {
        if (!text.toString().isBlank()) {
            all.add(new RenderedTemplate(source, text.toString()));
        }
        text.setLength(0);
    }

    /** The template's path without the chart's name. */
    String pathInChart() {
        return source.substring(source.indexOf('/') + 1);
    }
}
