package dev.vedette.policy.incident;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Findings of little more than who, where and when. */
record IncidentFindings(
        String id,
        String rule,
        String node,
        Container container,
        ProcessInfo process,
        Severity severity,
        List<String> techniques,
        Map<String, String> evidence,
        long second) {
    static IncidentFindings in(Container container, String id, long second) {
        return new IncidentFindings(
                id, "VDT-1", "node", container, process(100, null), Severity.LOW, List.of(), Map.of(), second);
    }

    IncidentFindings by(ProcessInfo who) {
        return new IncidentFindings(id, rule, node, container, who, severity, techniques, evidence, second);
    }

    IncidentFindings of(Severity how) {
        return new IncidentFindings(id, rule, node, container, process, how, techniques, evidence, second);
    }

    IncidentFindings on(String where) {
        return new IncidentFindings(id, rule, where, container, process, severity, techniques, evidence, second);
    }

    IncidentFindings rule(String name, String... means) {
        return new IncidentFindings(id, name, node, container, process, severity, List.of(means), evidence, second);
    }

    IncidentFindings with(String name, String value) {
        return new IncidentFindings(
                id, rule, node, container, process, severity, techniques, Map.of(name, value), second);
    }

    Finding made() {
        return new Finding(
                id,
                rule,
                "title",
                severity,
                techniques,
                "message",
                node,
                container,
                process,
                Place.NONE,
                evidence,
                Verdict.DEFAULT,
                Origin.LIVE,
                Duration.ofSeconds(second).toNanos(),
                0);
    }

    static ProcessInfo process(int pid, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId(pid, pid),
                "x",
                FileObject.NONE,
                List.of(),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                parent,
                false);
    }

    static Container pod(String workload, String pod) {
        return new Container(
                "id-of-" + pod,
                "main",
                "",
                "",
                "",
                new Container.Pod("shop", pod, "", workload, Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
