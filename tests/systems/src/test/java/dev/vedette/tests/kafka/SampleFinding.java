package dev.vedette.tests.kafka;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.util.List;
import java.util.Map;

/** Findings of three containers in turn. */
final class SampleFinding {
    private static final long EPOCH_NANOS = 1_780_000_000_123_000_000L;
    private static final int CONTAINERS = 3;

    private SampleFinding() {}

    static Finding number(int number) {
        return new Finding(
                "id-" + number,
                "VDT-2002",
                "core_pattern written",
                Severity.CRITICAL,
                List.of("T1611"),
                "wrote the kernel's core_pattern",
                "node-a",
                Container.pending("c" + number % CONTAINERS),
                null,
                Place.NONE,
                Map.of(),
                Verdict.DEFAULT,
                Origin.LIVE,
                EPOCH_NANOS,
                EPOCH_NANOS);
    }
}
