package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.RuleInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The built-in rules' pages are found by their files' names, before anything of them is read. */
class PageNamesTest {
    @Test
    void eachPageIsNamedAfterTheRuleThatItIsAbout() throws Exception {
        RuleCatalog catalog =
                RuleCatalog.of(List.of(RuleBundle.builtIn(getClass().getClassLoader())));

        assertThat(catalog.all()).extracting(RuleInfo::id).containsExactlyElementsOf(catalog.ids());
        assertThat(catalog.ids()).hasSizeGreaterThan(100);
    }
}
