package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.policy.engine.BundleTrust;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.images.admission.AdmissionSources;
import dev.vedette.sensor.response.ResponseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a sensor runs.
 *
 * @param node the node's name in findings
 * @param stateDirectory where the control socket stands; made if absent, for its owner alone
 * @param runtimes the runtimes to watch
 * @param policies a policy document or a directory of them; without, the built-in default (audit) holds
 * @param bundles rule bundles beside the built-in one
 * @param record a file that the event stream is recorded to
 * @param kubernetes what the API server is asked for; empty where there is none
 */
public record SensorSettings(
        String node,
        Path stateDirectory,
        List<RuntimeEndpoint> runtimes,
        Optional<Path> policies,
        List<Path> bundles,
        OutputSettings outputs,
        Tuning tuning,
        Optional<Path> record,
        Optional<KubernetesSettings> kubernetes) {
    public SensorSettings {
        runtimes = List.copyOf(runtimes);
        bundles = List.copyOf(bundles);
        Objects.requireNonNull(kubernetes, "kubernetes is null");
    }

    /** Of a sensor that asks no API server. */
    public SensorSettings(
            String node,
            Path stateDirectory,
            List<RuntimeEndpoint> runtimes,
            Optional<Path> policies,
            List<Path> bundles,
            OutputSettings outputs,
            Tuning tuning,
            Optional<Path> record) {
        this(node, stateDirectory, runtimes, policies, bundles, outputs, tuning, record, Optional.empty());
    }

    /**
     * What seldom needs another value than its default.
     *
     * @param admissions where it is known from what was admitted
     * @param bundleTrust by whom bundles must be signed
     */
    public record Tuning(
            LearningGoals learning,
            IdentitySettings identity,
            ProbeSettings probes,
            ResponseSettings responses,
            CompatCalls compatCalls,
            AdmissionSources admissions,
            BundleTrust bundleTrust) {
        /** With 32-bit calls looked at as soon as somebody makes them. */
        public Tuning(
                LearningGoals learning, IdentitySettings identity, ProbeSettings probes, ResponseSettings responses) {
            this(learning, identity, probes, responses, CompatCalls.AUTO, AdmissionSources.NONE, BundleTrust.ANY);
        }

        public static Tuning defaults() {
            return new Tuning(
                    LearningGoals.DEFAULT,
                    IdentitySettings.DEFAULT,
                    ProbeSettings.defaults(),
                    ResponseSettings.defaults());
        }

        public Tuning withProbes(ProbeSettings settings) {
            return new Tuning(learning, identity, settings, responses, compatCalls, admissions, bundleTrust);
        }

        public Tuning withResponses(ResponseSettings settings) {
            return new Tuning(learning, identity, probes, settings, compatCalls, admissions, bundleTrust);
        }

        public Tuning withCompatCalls(CompatCalls when) {
            return new Tuning(learning, identity, probes, responses, when, admissions, bundleTrust);
        }

        public Tuning withAdmissions(AdmissionSources sources) {
            return new Tuning(learning, identity, probes, responses, compatCalls, sources, bundleTrust);
        }

        public Tuning withBundleTrust(BundleTrust trust) {
            return new Tuning(learning, identity, probes, responses, compatCalls, admissions, trust);
        }
    }
}
