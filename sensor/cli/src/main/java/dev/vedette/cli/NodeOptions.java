package dev.vedette.cli;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.discovery.RuntimeDiscovery;
import dev.vedette.sensor.posture.NodeInspection;
import dev.vedette.sensor.posture.NodeLooks;
import dev.vedette.sensor.posture.version.MalformedRecordsException;
import dev.vedette.sensor.posture.version.RecordStore;
import dev.vedette.sensor.posture.version.VulnerabilityRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the doctor looks at the node itself, and what comes of it. */
final class NodeOptions {
    /** What can be looked at. */
    enum Side {
        PROBES,
        POSTURE,
        HEALTH
    }

    enum Format {
        TABLE,
        JSON
    }

    @Option(
            names = "--look-at",
            split = ",",
            paramLabel = "SIDE",
            description = "One or more of: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Side> sides = Set.of(Side.values());

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "End with 3 if the posture has a finding of this severity or worse: ${COMPLETION-CANDIDATES}.")
    private Severity failOn;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            defaultValue = "/",
            description = "Where the node's file system is seen (default: ${DEFAULT-VALUE}).")
    private Path root;

    @Option(
            names = "--update",
            paramLabel = "FILE",
            description = "Take newer records of vulnerabilities from this file, and end.")
    private Path update;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private StateOption state;

    boolean looksAt(Side side) {
        return sides.contains(side);
    }

    boolean asJson() {
        return format == Format.JSON;
    }

    Optional<Path> update() {
        return Optional.ofNullable(update);
    }

    void takeRecords(PrintWriter out) {
        RecordStore store = new RecordStore(state.folder());
        try {
            VulnerabilityRecords records = store.update(update, LocalDate.now(ZoneOffset.UTC));
            out.printf(
                    "The records of %s are in force: %d vulnerabilities, %d modules.%n",
                    records.date(),
                    records.vulnerabilities().size(),
                    records.modules().size());
        } catch (MalformedRecordsException e) {
            throw new CommandFailed(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new CommandFailed(update + ": there is no such file; check the path.", e);
        } catch (IOException e) {
            throw new CommandFailed(
                    "the records of " + update + " cannot be taken into " + state.folder() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Looks, and tells.
     *
     * @param named runtimes that the user names; those found where there are none
     * @param probes asked for how far the kernel tells, where that is looked at for programs
     * @return whether a finding is as bad as the user said to fail on
     */
    boolean tell(PrintWriter out, List<String> named, Consumer<DoctorJson> probes) {
        NodeRoot node = new NodeRoot(root);
        List<RuntimeEndpoint> endpoints = endpoints(node, named);
        NodeLooks looks = new NodeLooks(node, state.folder(), () -> endpoints, Clock.systemUTC());
        DoctorJson json = new DoctorJson(HostName.read());
        if (asJson() && looksAt(Side.PROBES)) {
            probes.accept(json);
        }
        boolean failed = false;
        if (looksAt(Side.POSTURE)) {
            NodeInspection.Report report = looks.posture().inspect();
            List<Finding> findings = PostureJudge.judge(report.facts(), policies);
            failed = failOn != null
                    && findings.stream().anyMatch(finding -> finding.severity().atLeast(failOn));
            if (asJson()) {
                json.posture(findings, report.problems());
            } else {
                new PostureTable(Terminal.showsColour()).print(findings, report.problems(), out);
            }
        }
        if (looksAt(Side.HEALTH)) {
            if (asJson()) {
                json.health(looks.health().look());
            } else {
                new HealthTable(Terminal.showsColour()).print(looks.health().look(), out);
            }
        }
        if (asJson()) {
            out.println(json.text());
        }
        return failed;
    }

    private static List<RuntimeEndpoint> endpoints(NodeRoot node, List<String> named) {
        List<RuntimeEndpoint> all = named == null || named.isEmpty()
                ? new RuntimeDiscovery(node).discover().endpoints()
                : Runtimes.named(named);
        return all.stream().filter(endpoint -> endpoint.kind().speaksCri()).toList();
    }
}
