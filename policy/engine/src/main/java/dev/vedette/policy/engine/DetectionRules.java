package dev.vedette.policy.engine;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Fact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.drools.model.Rule;

/**
 * The rules that detect, in groups such that one that fails takes no other with it.
 *
 * <p>All begin in one group, where they share their conditions. A condition that throws or does not end spoils that group's
 * session for all, so such a rule is found out and from then on is a group of its own. One that takes too long again and
 * again rests for a time. For one thread.
 */
final class DetectionRules implements AutoCloseable {
    private final Map<String, Object> globals;
    private final BiConsumer<String, Throwable> failed;
    private final Consumer<String> rested;
    private final List<RuleGroup> groups = new ArrayList<>();
    private final Strikes strikes = new Strikes();
    /** Of the fact that is being judged. */
    private final Set<String> tooLong = new LinkedHashSet<>();

    DetectionRules(List<ModelPart> parts, Map<String, Object> globals, EngineObserver observer) {
        this.globals = globals;
        this.rested = observer::ruleRested;
        this.failed = (rule, cause) -> {
            Throwable bare = RuleCutOffException.within(cause);
            if (bare instanceof RuleCutOffException) {
                tooLong.add(rule);
            }
            observer.ruleFailed(rule, bare);
        };
        if (!parts.isEmpty()) {
            groups.add(new RuleGroup(parts, globals));
        }
    }

    void detect(Fact fact, List<Detection> found) {
        for (int i = 0; i < groups.size(); i++) {
            RuleGroup group = groups.get(i);
            if (group.restsAt(fact.epochNanos())) {
                group.rules().forEach(rule -> rested.accept(rule.getName()));
                continue;
            }
            try {
                collect(group.judge(fact, failed), found);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                if (group.rules().size() > 1) {
                    i += setApart(i, fact, found, e) - 1;
                } else {
                    failed.accept(group.rules().getFirst().getName(), e);
                }
            }
        }
        if (!tooLong.isEmpty()) {
            tooLong.stream()
                    .filter(rule -> strikes.isOut(rule, fact.epochNanos()))
                    .forEach(rule -> rest(rule, fact));
            tooLong.clear();
        }
    }

    private void rest(String name, Fact fact) {
        for (int i = 0; i < groups.size(); i++) {
            RuleGroup group = groups.get(i);
            Set<Rule> resting = new LinkedHashSet<>(group.rules());
            resting.removeIf(rule -> !rule.getName().equals(name));
            if (!resting.isEmpty()) {
                List<RuleGroup> replacement = apart(group, resting);
                replacement.getLast().restUntil(fact.epochNanos() + Strikes.WITHIN.toNanos());
                replace(i, replacement);
            }
        }
        failed.accept(
                name,
                new RuleCutOffException("took too long " + Strikes.MOST
                        + " times within a minute and has no say for the next one; the other rules go on"));
    }

    /**
     * Replaces a group whose rules failed by several, and lets these judge the fact.
     *
     * @return how many they are
     */
    private int setApart(int index, Fact fact, List<Detection> found, Throwable failure) {
        RuleGroup together = groups.get(index);
        Set<Rule> culprits = culprits(together, fact);
        if (culprits.isEmpty()) {
            // Each is well by itself: they fail by what they insert for one another, so none shares any more.
            failed.accept("(several rules together)", failure);
            culprits.addAll(together.rules());
        }
        List<RuleGroup> replacement = apart(together, culprits);
        replace(index, replacement);
        replacement.forEach(group -> judgeAgain(group, fact, found));
        return replacement.size();
    }

    /** The rules that fail on this fact all by themselves. */
    private Set<Rule> culprits(RuleGroup together, Fact fact) {
        Set<Rule> culprits = new LinkedHashSet<>();
        for (Rule rule : together.rules()) {
            try (RuleGroup group = alone(together, rule)) {
                // A consequence that throws is named when the rule judges in earnest, not here.
                group.judge(fact, (name, cause) -> {});
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                culprits.add(rule);
            }
        }
        return culprits;
    }

    /** The rules of a group without some, if others are left, and each of these by itself. */
    private List<RuleGroup> apart(RuleGroup together, Set<Rule> some) {
        List<RuleGroup> groups = new ArrayList<>();
        List<ModelPart> rest = ModelPart.select(together.parts(), rule -> !some.contains(rule));
        if (!rest.isEmpty()) {
            groups.add(new RuleGroup(rest, globals));
        }
        some.forEach(rule -> groups.add(alone(together, rule)));
        return groups;
    }

    private RuleGroup alone(RuleGroup together, Rule rule) {
        return new RuleGroup(ModelPart.select(together.parts(), rule::equals), globals);
    }

    private void replace(int index, List<RuleGroup> replacement) {
        groups.remove(index).close();
        groups.addAll(index, replacement);
    }

    private void judgeAgain(RuleGroup group, Fact fact, List<Detection> found) {
        try {
            collect(group.judge(fact, failed), found);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            failed.accept(group.rules().getFirst().getName(), e);
        }
    }

    private static void collect(List<Object> inserted, List<Detection> found) {
        for (Object object : inserted) {
            if (object instanceof Detection detection) {
                found.add(detection);
            }
        }
    }

    @Override
    public void close() {
        groups.forEach(RuleGroup::close);
    }
}
