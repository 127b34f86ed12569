package dev.vedette.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"/?([^\"#]+)\"|from \"\\./([^\"]+)\"");

    @Test
    void hasEveryFileItLists() {
        for (String name : Page.names()) {
            assertThat(Page.content(name)).as(name).isPresent();
            assertThat(Page.type(name)).as(name).isPresent();
        }
    }

    @Test
    void refersOnlyToFilesItHas() {
        for (String name : Page.names()) {
            Matcher references = REFERENCE.matcher(text(name));
            while (references.find()) {
                String file = references.group(1) == null ? references.group(2) : references.group(1);
                assertThat(Page.names()).as("named by " + name).contains(file);
            }
        }
    }

    @Test
    void handsOutNothingElse() {
        assertThat(Page.content("Page.class")).isEmpty();
        assertThat(Page.content("../page/index.html")).isEmpty();
    }

    /** The content security policy forbids both, so that a name in a finding can never run or restyle anything. */
    @Test
    void hasNoInlineScriptOrStyle() {
        for (String name : Page.names()) {
            if (name.endsWith(".html")) {
                assertThat(text(name))
                        .as(name)
                        .doesNotContain("style=")
                        .doesNotContain("<style")
                        .doesNotContainPattern("<script(?![^>]*src=)")
                        .doesNotContainPattern("\\son[a-z]+=");
            }
            assertThat(text(name)).as(name).doesNotContain("innerHTML").doesNotContain("insertAdjacentHTML");
        }
    }

    private static String text(String name) {
        return new String(Page.content(name).orElseThrow(), UTF_8);
    }
}
