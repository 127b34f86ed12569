package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pages of the built-in rules by id. */
final class RulePages {
    private RulePages() {}

    static Function<String, Optional<String>> builtIn() {
        try (RuleBundle bundle = RuleBundle.builtIn(RulePages.class.getClassLoader())) {
            RuleCatalog catalog = RuleCatalog.of(List.of(bundle));
            return id -> catalog.find(id).map(RuleInfo::page);
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }
}
