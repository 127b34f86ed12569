package dev.vedette.benchmarks.neighbours;

import dev.vedette.policy.engine.RuleCatalog;
import java.util.stream.Stream;

/** What containers take from one another. */
enum Resource {
    CPU,
    DISK,
    MEMORY;

    /** Whether there is a rule that has it. */
    boolean isJudgedBy(RuleCatalog catalog) {
        return rules().anyMatch(rule -> catalog.find(rule).isPresent());
    }

    private Stream<String> rules() {
        return switch (this) {
            case CPU -> Stream.of("VDT-4001");
            case DISK -> Stream.of("VDT-4003", "VDT-4004");
            case MEMORY -> Stream.of("VDT-4002");
        };
    }
}
