package dev.vedette.policy.model;

/** A probe that rules need is not attached, or no longer runs. */
public record ProbeMissing(String probe, String why, long epochNanos) implements Fact {
    @Override
    public Container container() {
        return Container.HOST;
    }
}
