package dev.vedette.policy.model;

/**
 * A probe that rules need is not attached, or no longer runs.
 *
 * @param hookAbsent the kernel has no such hook at all, so what it would watch may not exist here either
 */
public record ProbeMissing(String probe, String why, boolean hookAbsent, long epochNanos) implements Fact {
    @Override
    public Container container() {
        return Container.HOST;
    }

    @Override
    public boolean standing() {
        return true;
    }
}
