package dev.vedette.sensor.posture;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.posture.health.ClockHealth;
import dev.vedette.sensor.posture.health.DiskHealth;
import dev.vedette.sensor.posture.health.KernelHealth;
import dev.vedette.sensor.posture.health.NodeHealth;
import dev.vedette.sensor.posture.health.PressureHealth;
import dev.vedette.sensor.posture.health.ProcessHealth;
import dev.vedette.sensor.posture.health.RuntimeHealth;
import dev.vedette.sensor.posture.kernel.CLibrary;
import dev.vedette.sensor.posture.kernel.CgroupCheck;
import dev.vedette.sensor.posture.kernel.HiddenModuleCheck;
import dev.vedette.sensor.posture.kernel.KernelSettingsCheck;
import dev.vedette.sensor.posture.kernel.ModuleCheck;
import dev.vedette.sensor.posture.kernel.NetworkCheck;
import dev.vedette.sensor.posture.kernel.PageCacheCheck;
import dev.vedette.sensor.posture.runtime.ApiExposureCheck;
import dev.vedette.sensor.posture.runtime.KubeletCheck;
import dev.vedette.sensor.posture.runtime.RuntimeApiCheck;
import dev.vedette.sensor.posture.runtime.SharedSettingsCheck;
import dev.vedette.sensor.posture.version.RecordStore;
import dev.vedette.sensor.posture.version.VulnerabilityCheck;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All looks that there are at one node, wired. */
public final class NodeLooks {
    private final NodeInspection posture;
    private final NodeHealth health;

    /**
     * @param stateFolder the sensor's own, where newer records are kept
     * @param endpoints the runtimes to speak CRI with, as they are at each look
     */
    public NodeLooks(NodeRoot root, Path stateFolder, Supplier<List<RuntimeEndpoint>> endpoints, InstantSource clock) {
        CLibrary libc = CLibrary.load();
        RecordStore records = new RecordStore(stateFolder);
        posture = new NodeInspection(
                root,
                List.of(
                        new VulnerabilityCheck(records, endpoints),
                        new RuntimeApiCheck(endpoints),
                        new SharedSettingsCheck(),
                        new CgroupCheck(),
                        new ApiExposureCheck(),
                        new NetworkCheck(),
                        new KubeletCheck(),
                        new KernelSettingsCheck(),
                        new PageCacheCheck(libc),
                        new ModuleCheck(records),
                        new HiddenModuleCheck()),
                clock);
        health = new NodeHealth(List.of(
                new RuntimeHealth(endpoints),
                new DiskHealth(root, libc),
                new PressureHealth(root),
                new ProcessHealth(root),
                new KernelHealth(root),
                new ClockHealth(libc)));
    }

    public NodeInspection posture() {
        return posture;
    }

    public NodeHealth health() {
        return health;
    }
}
