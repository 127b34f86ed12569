package dev.vedette.benchmarks.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well a detector did: of each episode whether it was told, and what it told when nothing went on.
 *
 * @param told of each episode the first alert, if there was any
 * @param strayAlerts how often it began to tell of a victim, or of a suspect, while nothing went on
 */
public record Score(Detector detector, List<Told> told, int strayAlerts) {
    /** What a detector told of an episode. */
    record Told(Truth truth, Optional<Alert> first) {
        double secondsToDetect() {
            return (first.orElseThrow().epochMillis() - truth.episode().beginMillis()) / 1e3;
        }
    }

    /** @param all of which those that were spoilt do not count */
    static Score of(Detector detector, Recording recording, List<Truth> all, long fromMillis) {
        List<Alert> alerts = detector.alerts(recording).stream()
                .filter(alert -> alert.epochMillis() > fromMillis)
                .toList();
        List<Told> told = all.stream()
                .filter(truth -> !truth.spoilt())
                .map(truth -> new Told(
                        truth,
                        alerts.stream().filter(truth.episode()::isMeantBy).findFirst()))
                .toList();
        return new Score(detector, told, stray(alerts, all));
    }

    private static int stray(List<Alert> alerts, List<Truth> truths) {
        List<Alert> stray = alerts.stream()
                .filter(alert ->
                        truths.stream().noneMatch(truth -> truth.episode().during(alert.epochMillis())))
                .toList();
        List<Alert> begun = new ArrayList<>();
        for (Alert alert : stray) {
            boolean goesOn = begun.stream()
                    .anyMatch(before -> before.victim().equals(alert.victim())
                            && before.culprit().equals(alert.culprit())
                            && alert.epochMillis() - before.epochMillis() < Schedule.QUIET.toMillis());
            if (!goesOn) {
                begun.add(alert);
            }
        }
        return begun.size();
    }

    long harms() {
        return told.stream().filter(one -> one.truth.harm()).count();
    }

    List<Told> found() {
        return told.stream()
                .filter(one -> one.truth.harm() && one.first.isPresent())
                .toList();
    }

    long falseAlerts() {
        return strayAlerts
                + told.stream()
                        .filter(one -> !one.truth.harm() && one.first.isPresent())
                        .count();
    }

    public long selfInflictedAlerts() {
        return told.stream()
                .filter(one -> one.truth.episode().load().selfInflicted() && one.first.isPresent())
                .count();
    }

    /** In how many of those found the first alert named a culprit that is one. */
    long named() {
        return found().stream()
                .filter(one -> one.truth
                        .episode()
                        .culprits()
                        .contains(one.first.orElseThrow().culprit()))
                .count();
    }

    /** 1 where nothing was told. */
    public double precision() {
        long all = found().size() + falseAlerts();
        return all == 0 ? 1 : (double) found().size() / all;
    }

    public double recall() {
        return harms() == 0 ? 1 : (double) found().size() / harms();
    }

    public double topOne() {
        return found().isEmpty() ? 0 : (double) named() / found().size();
    }

    List<Double> secondsToDetect() {
        return found().stream().map(Told::secondsToDetect).toList();
    }
}
