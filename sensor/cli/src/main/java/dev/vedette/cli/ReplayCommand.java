package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.outputs.FindingLine;
import dev.vedette.sensor.recording.RecordingException;
import dev.vedette.sensor.replay.Difference;
import dev.vedette.sensor.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a recording again, by other rules and policies than those it was taken with. */
@Command(
        name = "replay",
        description = "Judge a recording again, and show what other policies or rules would have found and done.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Nothing is done: responses are only named. Findings of a node's posture and of the sensor's own health are not in",
            "a recording. Exit 0; 2 if the recording, the policies or the rules can't be read.",
            "",
            "Examples:",
            "  vedette sensor --record node.rec                            take one",
            "  vedette replay node.rec --policies policies/                what these would have said of it",
            "  vedette replay node.rec --policies now/ --against next/     what would be new, gone and changed"
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "From 'vedette sensor --record FILE'.")
    private Path file;

    @Mixin
    private PolicyOptions policies;

    @Option(
            names = "--against",
            paramLabel = "FILE|DIR",
            description = "Other policy documents: show what they make different.")
    private Path against;

    @Option(
            names = "--against-bundle",
            paramLabel = "JAR",
            description = "Other rules of your own, instead of those of --bundle; may be given several times.")
    private List<Path> againstBundles = List.of();

    @Option(
            names = "--incidents",
            description = "Put together what belongs together, with the time line of each; the gravest first.")
    private boolean incidents;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    private final FindingJson json = new FindingJson();

    @Override
    public Integer call() {
        try (OpenThings open = new OpenThings()) {
            List<RuleBundle> rules = policies.rules(open);
            long began = System.nanoTime();
            Replay.Result result = Replay.of(file, rules, policies.policies(RuleCatalog.of(rules)));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            PrintWriter out = spec.commandLine().getOut();
            if (incidents) {
                IncidentText.print(out, result.findings());
            } else if (against == null && againstBundles.isEmpty()) {
                result.findings().forEach(finding -> print(out, finding));
            } else {
                print(
                        out,
                        Difference.between(result.findings(), other(open, rules).findings()));
            }
            out.flush();
            spec.commandLine().getErr().println(summary(result, took));
            return 0;
        } catch (NoSuchFileException e) {
            throw new CommandFailed(
                    file + ": there is no such file; take a recording with 'vedette sensor --record FILE'", e);
        } catch (IOException | RecordingException e) {
            throw new CommandFailed(file + ": " + e.getMessage(), e);
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new CommandFailed("interrupted before the recording was judged", e);
        }
    }

    private Replay.Result other(OpenThings open, List<RuleBundle> rules)
            throws IOException, RecordingException, BundleException, InterruptedException {
        List<RuleBundle> others = rules;
        if (!againstBundles.isEmpty()) {
            others = new ArrayList<>(List.of(rules.getFirst()));
            for (Path bundle : againstBundles) {
                others.add(open.add(RuleBundle.open(bundle, policies.trust())));
            }
        }
        RuleCatalog catalog = RuleCatalog.of(others);
        PolicySet set = against == null ? policies.policies(catalog) : PolicyOptions.read(against, catalog);
        return Replay.of(file, others, set);
    }

    private void print(PrintWriter out, Difference difference) {
        if (asJson) {
            difference.gone().forEach(finding -> printJson(out, "gone", finding));
            difference.fresh().forEach(finding -> printJson(out, "new", finding));
            difference.changed().forEach(changed -> printJson(out, "changed", changed.after()));
            return;
        }
        if (difference.isNone()) {
            out.println("Both find the same, and answer it alike.");
        }
        section(out, "new", difference.fresh());
        section(out, "gone", difference.gone());
        if (!difference.changed().isEmpty()) {
            out.printf("changed (%d)%n", difference.changed().size());
            for (Difference.Changed changed : difference.changed()) {
                print(out, changed.after());
                out.printf("    before: %s%n", judgement(changed.before()));
                out.printf("    now:    %s%n", judgement(changed.after()));
            }
        }
    }

    private void section(PrintWriter out, String title, List<Finding> findings) {
        if (!findings.isEmpty()) {
            out.printf("%s (%d)%n", title, findings.size());
            findings.forEach(finding -> print(out, finding));
        }
    }

    private static String judgement(Finding finding) {
        String answer = finding.verdict().action().label();
        boolean onlyNamed = Difference.isAnswered(finding) && !finding.verdict().enforced();
        return finding.severity().label() + ", " + answer + (onlyNamed ? " (audit: only named)" : "");
    }

    private void print(PrintWriter out, Finding finding) {
        out.println(
                asJson
                        ? new String(json.encode(finding), StandardCharsets.UTF_8)
                        : new FindingLine(Terminal.showsColour(), ZoneId.systemDefault()).of(finding));
    }

    private void printJson(PrintWriter out, String difference, Finding finding) {
        String text = new String(json.encode(finding), StandardCharsets.UTF_8).strip();
        out.println("{\"difference\":\"" + difference + "\",\"finding\":" + text + "}");
    }

    private static String summary(Replay.Result result, Duration took) {
        long answered =
                result.findings().stream().filter(Difference::isAnswered).count();
        String unreadable = result.unreadable() == 0 ? "" : ", %,d of them unreadable".formatted(result.unreadable());
        return "%,d records%s, %,d findings, %,d with a response beyond the alert; %.1f s recorded, judged in %.1f s"
                .formatted(
                        result.records() + result.unreadable(),
                        unreadable,
                        result.findings().size(),
                        answered,
                        result.taken().toMillis() / 1e3,
                        took.toMillis() / 1e3);
    }
}
