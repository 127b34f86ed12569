package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A kernel module with a record of local roots that is in the kernel or comes when somebody asks for it.
 *
 * @param loaded whether it is in the kernel already
 * @param used whether something uses it, so that it is there for a reason
 * @param record the vulnerabilities, for people
 * @param purpose what it is needed for
 */
public record ModuleReachable(
        String module, boolean loaded, boolean used, String record, String purpose, String dataDate, long epochNanos)
        implements NodePosture {
    public ModuleReachable {
        Objects.requireNonNull(module, "module is null");
    }

    @Override
    public ModuleReachable at(long time) {
        return new ModuleReachable(module, loaded, used, record, purpose, dataDate, time);
    }
}
