package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.record.RecordHeader;
import java.util.function.Consumer;

/** A record's header, and how it came. */
record Arrival(RecordHeader header, Origin origin, long receivedNanos, Consumer<Fact> out) {}
