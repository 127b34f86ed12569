package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.denial.ContainerDenials;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.neighbours.Neighbours;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.response.Denials;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The kernel that a sensor hears: the one it runs on, or one that a recording tells of. */
interface Kernel {
    EventStream stream();

    /** What stands beside the stream, over what is known of containers; made once. */
    Beside beside(ContainerRegistry containers, WorkloadBaseline baseline, LossTally tally);

    /**
     * What stands beside the stream.
     *
     * @param watches look at the kernel, on the pipeline's thread
     * @param denied what policies and responses deny now; empty where nothing can be denied
     * @param neighbours who waits behind whom; empty where it is not measured, since no rule asks for it
     * @param orders how responses have the kernel refuse things
     * @param policies takes each new set of policies for the kernel's side
     * @param facts takes each fact before it is judged, on the pipeline's thread
     */
    record Beside(
            List<Watch> watches,
            Optional<ContainerDenials> denied,
            Optional<Neighbours> neighbours,
            Denials orders,
            Consumer<PolicySet> policies,
            Consumer<Fact> facts) {
        /** Of a kernel that does not hear us. */
        static final Beside NOTHING =
                new Beside(List.of(), Optional.empty(), Optional.empty(), Denials.NONE, policies -> {}, fact -> {});

        public Beside {
            watches = List.copyOf(watches);
        }
    }
}
