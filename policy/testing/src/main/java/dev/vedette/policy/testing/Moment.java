package dev.vedette.policy.testing;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** When something happens in a test: some time after what was before, beginning on a day that is always the same. */
record Moment(Instant at) {
    static final String WAIT = "wait";
    static final Map<String, Object> SCHEMA = Map.of(
            "type", "string",
            "pattern", "^\\d{1,9}[smhd]$",
            "description", "How long after the fact before it; 1s if left out.");

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Instant BOOT = Instant.parse("2025-12-01T00:00:00Z");
    private static final int END_YEAR = 2200;
    private static final Duration USUAL = Duration.ofSeconds(1);

    /** Whether the clocks of the model, nanoseconds in 64 bits, can tell of it. */
    static boolean isPossible(LocalDate day) {
        return day.getYear() >= BOOT.atZone(ZoneOffset.UTC).getYear() + 1 && day.getYear() < END_YEAR;
    }

    static Moment on(Optional<LocalDate> day) {
        return new Moment(day.orElse(FIRST_DAY).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    static Optional<Moment> read(Fields fields, Moment before, Problems problems) {
        Optional<Moment> moment = fields.get(WAIT)
                .map(node -> ScalarForm.TIME.read(node, null, problems))
                .orElse(Optional.of(USUAL))
                .map(time -> new Moment(before.at().plus(time)));
        if (moment.filter(m -> !isPossible(LocalDate.ofInstant(m.at(), ZoneOffset.UTC)))
                .isPresent()) {
            problems.at(fields.node(), "The facts of a test must end before " + END_YEAR + ".");
            return Optional.empty();
        }
        return moment;
    }

    long epochNanos() {
        return Duration.between(Instant.EPOCH, at).toNanos();
    }

    /** The boot clock's; the machine began before all tests. */
    long bootNanos() {
        return Duration.between(BOOT, at).toNanos();
    }
}
