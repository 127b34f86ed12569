package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.SensorNotice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What parts of the sensor have to say, on its way to the rules: any thread says it, the pipeline's thread hands it on once
 * in a second, equal ones counted together. Thread-safe and bounded: of more kinds than {@value #MOST} a second only the
 * first are told.
 */
public final class Notices implements Watch {
    private static final int MOST = 256;

    private final EpochClock clock;
    private final Interval interval = new Interval(Duration.ofSeconds(1));
    private Map<Said, Long> counts = new LinkedHashMap<>();

    private record Said(SensorNotice.Kind kind, String subject, String why, Container container) {}

    public Notices(EpochClock clock) {
        this.clock = clock;
    }

    /** Says something that concerns no container. */
    public void say(SensorNotice.Kind kind, String subject, String why) {
        say(kind, subject, why, Container.HOST, 1);
    }

    public synchronized void say(SensorNotice.Kind kind, String subject, String why, Container container, long count) {
        Said said = new Said(kind, subject, why, container);
        if (counts.size() < MOST || counts.containsKey(said)) {
            counts.merge(said, count, Long::sum);
        }
    }

    @Override
    public String name() {
        return "notices";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        // Judging them may itself give something to say: that is for the next time.
        taken().forEach((said, count) -> out.accept(new SensorNotice(
                said.kind(), said.subject(), said.why(), count, said.container(), clock.epochNanos())));
    }

    private synchronized Map<Said, Long> taken() {
        Map<Said, Long> taken = counts;
        counts = new LinkedHashMap<>();
        return taken;
    }
}
