package dev.vedette.cli;

import dev.vedette.console.replay.ChosenPolicies;
import dev.vedette.console.replay.Judge;
import dev.vedette.console.replay.Judgement;
import dev.vedette.console.replay.UnjudgeableException;
import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.recording.RecordingException;
import dev.vedette.sensor.replay.Difference;
import dev.vedette.sensor.replay.Replay;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges recordings for the console, as {@code vedette replay} does, by the built-in rules and those that are given. Thread-safe. */
public final class ReplayJudge implements Judge {
    /** The console's process has little memory, and a page shows less. */
    private static final int MOST_FINDINGS = 5_000;

    private static final int MOST_PROBLEMS = 10;

    private final List<Path> bundles;

    /** @param bundles rules beside the built-in ones, opened anew for each recording */
    public ReplayJudge(List<Path> bundles) {
        this.bundles = List.copyOf(bundles);
    }

    @Override
    public Judgement judge(Path recording, ChosenPolicies before, ChosenPolicies after)
            throws UnjudgeableException, InterruptedException {
        List<RuleBundle> rules = new ArrayList<>();
        try {
            rules.add(RuleBundle.builtIn(ReplayJudge.class.getClassLoader()));
            for (Path bundle : bundles) {
                rules.add(RuleBundle.open(bundle));
            }
            PolicyLoader loader = new PolicyLoader(RuleCatalog.of(rules).all());
            PolicySet first = policies("before", before, loader);
            PolicySet second = policies("after", after, loader);
            return compared(
                    Replay.of(recording, rules, first, MOST_FINDINGS),
                    Replay.of(recording, rules, second, MOST_FINDINGS));
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException("the recording was given up").initCause(e);
        } catch (IOException | RecordingException e) {
            throw new UnjudgeableException(recording.getFileName() + ": " + e.getMessage(), e);
        } catch (BundleException e) {
            throw new UnjudgeableException(e.getMessage(), e);
        } finally {
            rules.forEach(RuleBundle::close);
        }
    }

    private static Judgement compared(Replay.Result first, Replay.Result second) {
        Difference difference = Difference.between(first.findings(), second.findings());
        return new Judgement(
                difference.gone(),
                difference.fresh(),
                difference.changed().stream()
                        .map(one -> new Judgement.Changed(one.before(), one.after()))
                        .toList(),
                difference.alike(second.findings()),
                second.records(),
                second.unreadable(),
                second.taken());
    }

    private static PolicySet policies(String which, ChosenPolicies chosen, PolicyLoader loader)
            throws UnjudgeableException {
        LoadedPolicies loaded = switch (chosen.kind()) {
            case NONE -> new LoadedPolicies.Accepted(PolicySet.NONE, List.of());
            case BUILT_IN -> loader.defaults(ReplayJudge.class.getClassLoader());
            case DOCUMENTS -> loader.parse(which, chosen.documents());
        };
        return switch (loaded) {
            case LoadedPolicies.Accepted accepted -> accepted.policies();
            case LoadedPolicies.Refused refused ->
                throw new UnjudgeableException(
                        refused.problems().stream()
                                .limit(MOST_PROBLEMS)
                                .map(Object::toString)
                                .collect(Collectors.joining("\n", "the policies are refused:\n", "")),
                        null);
        };
    }
}
