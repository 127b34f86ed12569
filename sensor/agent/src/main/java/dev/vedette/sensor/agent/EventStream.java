package dev.vedette.sensor.agent;

import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.identity.container.GroupListener;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.pipeline.RecordSource;
import dev.vedette.sensor.pipeline.RecordTap;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Where records come from, and what goes with that.
 *
 * @param node the node that they tell of
 * @param runtimes such as have no endpoint
 * @param news what runtimes say, in order with the records
 * @param bootToEpoch from a record's time to nanoseconds since 1970
 * @param bootNanos the time now, as the records count it
 * @param told findings that have been told before this sensor began
 * @param probes how they are now
 * @param facts on which rung each is told now
 * @param groups told of each group that becomes a container's
 * @param taps see each record as it comes
 */
record EventStream(
        RecordSource source,
        NodeView node,
        List<ContainerRuntime> runtimes,
        RuntimeNews news,
        LongUnaryOperator bootToEpoch,
        LongSupplier bootNanos,
        ToldFindings told,
        Supplier<List<ProbeStatus>> probes,
        Supplier<List<FactStatus>> facts,
        GroupListener groups,
        List<RecordTap> taps) {
    /** What runtimes have said and nobody has taken yet. */
    static final int NEWS_WAITING = 1_024;

    EventStream {
        runtimes = List.copyOf(runtimes);
        taps = List.copyOf(taps);
    }

    boolean isLive() {
        return source.origin() == Origin.LIVE;
    }
}
