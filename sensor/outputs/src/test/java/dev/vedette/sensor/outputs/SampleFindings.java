package dev.vedette.sensor.outputs;

import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A finding as the tests of outputs need it. */
final class SampleFindings {
    static final long EPOCH_NANOS = 1_780_000_000_123_000_000L;

    private SampleFindings() {}

    static Finding finding(int number) {
        return finding(
                number, "wrote the kernel's core_pattern", new Verdict(ResponseAction.PAUSE, true, "p", "w", ""));
    }

    static Finding finding(int number, String message, Verdict verdict) {
        return new Finding(
                "id-" + number,
                "VDT-2002",
                "core_pattern written",
                Severity.CRITICAL,
                List.of("T1611"),
                message,
                "node-a",
                container("c" + number % 3),
                null,
                Place.NONE,
                Map.of("file", "/proc/sys/kernel/core_pattern"),
                verdict,
                Origin.LIVE,
                EPOCH_NANOS,
                EPOCH_NANOS + 1_500_000);
    }

    static Container container(String id) {
        return new Container(
                id,
                "web",
                "web:1",
                "sha256:1",
                "containerd",
                new Container.Pod("shop", "web-1", "uid", "web", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    static AdmissionDecision decision(String uid) {
        return new AdmissionDecision(
                uid,
                AdmissionDecision.Outcome.DENIED,
                false,
                new AdmissionDecision.Asker("jane", List.of("developers")),
                new AdmissionDecision.Asked("CREATE", "Pod", "", "shop", "web-1", "sha256:1"),
                List.of(new AdmissionDecision.Ground(
                        "VDT-1001",
                        "Privileged container",
                        Severity.HIGH,
                        AdmissionDecision.Effect.DENIED,
                        "web",
                        "/spec/containers/0/securityContext/privileged")),
                0,
                "",
                "",
                "node-a",
                Duration.ofMillis(2),
                EPOCH_NANOS);
    }
}
