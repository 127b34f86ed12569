package dev.vedette.sensor.neighbours;

import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.NetworkContention;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The resources that are watched. */
public final class WaitMatrices {
    private WaitMatrices() {}

    /** Those that an active rule asks for; of the others the kernel side keeps nothing. */
    public static List<WaitMatrix> askedFor(
            Set<Class<?>> judged, KernelProbes probes, ContainerRegistry containers, Optional<MemoryWatch> memory) {
        List<WaitMatrix> matrices = new ArrayList<>();
        if (judged.contains(CpuContention.class)) {
            matrices.add(new CpuMatrix(probes, containers));
        }
        if (judged.contains(DiskContention.class)) {
            matrices.add(ServiceMatrix.ofDisks(probes, containers));
        }
        if (judged.contains(NetworkContention.class)) {
            matrices.add(ServiceMatrix.ofNetwork(probes, containers));
        }
        if (judged.contains(MemoryContention.class)) {
            memory.ifPresent(watch -> matrices.add(new MemoryMatrix(probes, watch.memory(), containers)));
        }
        return matrices;
    }
}
