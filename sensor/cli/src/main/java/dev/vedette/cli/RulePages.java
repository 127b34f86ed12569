package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.RuleInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pages of the built-in rules. */
final class RulePages {
    private RulePages() {}

    /** By a rule's id. */
    static Function<String, Optional<String>> builtIn() {
        RuleCatalog catalog = catalog();
        return id -> catalog.find(id).map(RuleInfo::page);
    }

    /** All of them, with what stands before their pages. */
    static Collection<RuleInfo> builtInRules() {
        return catalog().all();
    }

    private static RuleCatalog catalog() {
        try (RuleBundle bundle = RuleBundle.builtIn(RulePages.class.getClassLoader())) {
            return RuleCatalog.of(List.of(bundle));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }
}
