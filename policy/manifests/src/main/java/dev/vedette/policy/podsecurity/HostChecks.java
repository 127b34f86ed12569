package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.podsecurity.JudgedPod.JudgedContainer;
import dev.vedette.policy.podsecurity.PodSecurityCheck.Report;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;

/** What of the node a pod takes part in: namespaces, ports, Windows itself, and where its probes go. */
final class HostChecks {
    static final List<String> NAMESPACES = List.of("hostNetwork", "hostPID", "hostIPC");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> REQUESTS = List.of("httpGet", "tcpSocket");

    private HostChecks() {}

    static void namespaces(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (String name : NAMESPACES) {
            if (pod.fields().isTrue(pod.spec(), name)) {
                report.fails(pod.spec().get(name).orElseThrow(), "The pod has " + name + ": true.");
            }
        }
    }

    static void ports(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (JudgedContainer container : pod.containers()) {
            for (LocatedNode port : pod.fields().objects(container.node(), "ports")) {
                Optional<Long> number = pod.fields().number(port, "hostPort").filter(n -> n != 0);
                if (number.isPresent()) {
                    report.fails(
                            port.get("hostPort").orElseThrow(),
                            container.label() + " takes the node's port " + number.get() + ".");
                }
            }
        }
    }

    static void windowsProcess(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (LocatedNode settings : pod.allSettings()) {
            pod.fields()
                    .object(settings, "windowsOptions")
                    .filter(options -> pod.fields().isTrue(options, "hostProcess"))
                    .ifPresent(options -> report.fails(
                            options.get("hostProcess").orElseThrow(), "It runs as a process of the Windows node."));
        }
    }

    /** The kubelet, which is on the node, would be sent wherever the manifest says. */
    static void probes(JudgedPod pod, PodSecurityVersion version, Report report) {
        FieldReader fields = pod.fields();
        for (JudgedContainer container : pod.containers()) {
            for (String probe : PROBES) {
                fields.object(container.node(), probe).ifPresent(found -> requests(pod, container, found, report));
            }
            for (String hook : HOOKS) {
                fields.object(container.node(), "lifecycle", hook)
                        .ifPresent(found -> requests(pod, container, found, report));
            }
        }
    }

    private static void requests(JudgedPod pod, JudgedContainer container, LocatedNode handler, Report report) {
        for (String kind : REQUESTS) {
            pod.fields()
                    .object(handler, kind)
                    .filter(request -> !pod.fields().text(request, "host").isEmpty())
                    .ifPresent(request -> report.fails(
                            request.get("host").orElseThrow(),
                            container.label() + " has a probe or hook that goes to another host, "
                                    + pod.fields().text(request, "host") + "."));
        }
    }
}
