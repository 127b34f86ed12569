package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Whose doing something is, and who grew, as people read it. */
final class Culprits {
    private Culprits() {}

    static String named(Container container) {
        return container.onHost() ? "the node's own services" : container.displayName();
    }

    /** @param growth whose first is the culprit where it is a neighbour */
    static String label(Doing doing, List<ContainerGrowth> growth) {
        return switch (doing) {
            case NEIGHBOUR -> growth.getFirst().container().displayName();
            case ITSELF -> "itself";
            case SEVERAL -> "several";
            case UNKNOWN -> "not known";
        };
    }

    /** Everybody's growth. */
    static String growth(List<ContainerGrowth> growth, LongFunction<String> words) {
        return growth.stream()
                .map(one -> one.container().displayName() + " " + words.apply(one.grew()) + " ("
                        + Words.percent(one.share()) + ")")
                .collect(Collectors.joining(", "));
    }

    /**
     * What everybody held, look by look.
     *
     * @param unit that the numbers are told in
     * @param unitName what follows them, with a blank before it; may be empty
     */
    static String series(List<ContainerGrowth> growth, long unit, String unitName) {
        return growth.stream()
                .map(one -> one.container().displayName() + " "
                        + one.held().stream()
                                .map(held -> Long.toString(held / unit))
                                .collect(Collectors.joining(" "))
                        + unitName)
                .collect(Collectors.joining(", "));
    }
}
