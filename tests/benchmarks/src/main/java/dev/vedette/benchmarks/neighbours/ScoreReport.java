package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.Figure;
import dev.vedette.benchmarks.Medians;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scores as figures; goals are our own. */
record ScoreReport(List<Score> scores) {
    private static final double GOAL = 0.95;
    private static final double GOAL_SECONDS = 15;
    private static final double PART = 0.95;

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (Score score : scores) {
            boolean ours = score.detector() instanceof Ours;
            String name = score.detector().name() + ": ";
            long found = score.found().size();
            figures.add(figure(
                    ours,
                    score.precision(),
                    name + "precision",
                    "%.2f (%d of %d alerts)",
                    score.precision(),
                    found,
                    found + score.falseAlerts()));
            figures.add(figure(
                    ours,
                    score.recall(),
                    name + "recall",
                    "%.2f (%d of %d harms)",
                    score.recall(),
                    found,
                    score.harms()));
            figures.add(
                    score.detector() instanceof PressureThreshold
                            ? Figure.plain(name + "culprit named first", "names none")
                            : figure(
                                    ours,
                                    score.topOne(),
                                    name + "culprit named first",
                                    "%.2f (%d of %d)",
                                    score.topOne(),
                                    score.named(),
                                    found));
            figures.add(alertsOnOwnDoing(ours, score, name));
            if (found > 0) {
                figures.add(time(ours, score, name));
            }
        }
        return figures;
    }

    private static Figure figure(boolean ours, double value, String subject, String format, Object... values) {
        return ours ? Figure.atLeast(GOAL, value, subject, format, values) : Figure.plain(subject, format, values);
    }

    private static Figure alertsOnOwnDoing(boolean ours, Score score, String name) {
        long alerts = score.selfInflictedAlerts();
        String subject = name + "alerts on what victims do to themselves";
        return ours ? Figure.atMost(0, (double) alerts, subject, "%d", alerts) : Figure.plain(subject, "%d", alerts);
    }

    private static Figure time(boolean ours, Score score, String name) {
        double p95 = Medians.quantile(score.secondsToDetect(), PART);
        String subject = name + "time to detect, p95, s";
        return ours ? Figure.atMost(GOAL_SECONDS, p95, subject, "%.1f", p95) : Figure.plain(subject, "%.1f", p95);
    }

    /** An episode and what everybody said of it, on one line. */
    static String line(Truth truth, List<Score> scores, Recording recording) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-34s %-10s p99 %8.1f ms, usually %6.1f: %-9s",
                truth.episode().load().name(),
                truth.episode().victim().name(),
                truth.p99(),
                truth.usualP99(),
                truth.words()));
        for (Score score : scores) {
            String said = score.told().stream()
                    .filter(told -> told.truth().equals(truth))
                    .flatMap(told -> told.first().stream())
                    .findFirst()
                    .map(ScoreReport::words)
                    .orElse("nothing");
            text.append(" | ").append(score.detector().name()).append(": ").append(said);
        }
        return text + " | verdicts: " + Ours.verdicts(truth.episode(), recording);
    }

    private static String words(Alert alert) {
        return alert.culprit().isEmpty() ? "alert" : alert.culprit();
    }
}
