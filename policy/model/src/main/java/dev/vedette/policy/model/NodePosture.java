package dev.vedette.policy.model;

/**
 * How the node itself is: versions, settings and files that an attacker would find there. Looked at on demand and at
 * intervals, told when it changes.
 */
public sealed interface NodePosture extends Fact
        permits ApiExposed,
                CgroupLayout,
                ModuleReachable,
                NodeSetting,
                PageCacheDiffers,
                RuntimeApi,
                SharedSetting,
                VulnerableVersion {
    @Override
    default Container container() {
        return Container.HOST;
    }

    /** The same, as of another time: what is equal then has not changed. */
    NodePosture at(long epochNanos);
}
