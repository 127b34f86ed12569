package dev.vedette.policy.testing;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessInfo;
import java.util.Set;

/**
 * Who acts where a fact does not say so, and what was last.
 *
 * @param moment of the fact before
 */
record Scene(Container container, ProcessInfo process, Moment moment) {
    Scene at(Moment next) {
        return new Scene(container, process, next);
    }

    EventContext context(Moment now) {
        return new EventContext(
                now.bootNanos(),
                now.epochNanos(),
                process,
                container,
                LifePhase.RUNNING,
                Set.of(NamespaceKind.USER),
                Origin.LIVE,
                now.bootNanos());
    }
}
