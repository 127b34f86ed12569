package dev.vedette.sensor.posture.runtime;

import dev.vedette.policy.model.RuntimeApi;
import dev.vedette.policy.model.RuntimeApi.State;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.Setting;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.cri.RuntimeVersion;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the node's runtimes speak CRI v1: each is asked for its version, and where it does not know that service, once
 * more in the language of before.
 */
public final class RuntimeApiCheck implements PostureCheck {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private final Supplier<List<RuntimeEndpoint>> endpoints;

    /** @param endpoints those to speak CRI with, as they are at each look */
    public RuntimeApiCheck(Supplier<List<RuntimeEndpoint>> endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public String name() {
        return "runtime APIs";
    }

    @Override
    public void look(PostureLook look) {
        Optional<Setting> disabled = ContainerdConfig.read(
                        look.toml(), ContainerdConfig.DEFAULT_FILE, Optional.empty(), look::problem)
                .flatMap(ContainerdConfig::criDisabled);
        boolean asked = false;
        for (RuntimeEndpoint endpoint : endpoints.get()) {
            asked |= endpoint.kind() == RuntimeKind.CONTAINERD;
            ask(look, endpoint, disabled);
        }
        if (!asked && disabled.isPresent()) {
            look.found(switchedOff(look, ContainerdConfig.DEFAULT_FILE, disabled.get()));
        }
    }

    private static void ask(PostureLook look, RuntimeEndpoint endpoint, Optional<Setting> disabled) {
        String address = endpoint.socket().toString();
        try (CriClient client = new CriClient(endpoint, DEADLINE)) {
            try {
                RuntimeVersion version = client.version();
                look.found(new RuntimeApi(version.toString(), address, State.CRI_V1, "it answers", look.epochNanos()));
            } catch (ContainerRuntimeException e) {
                switch (e.reason()) {
                    case UNSUPPORTED -> unsupported(look, client, endpoint, disabled);
                    case GARBAGE ->
                        look.found(new RuntimeApi(
                                endpoint.kind().label(),
                                address,
                                State.OTHER_SERVICE,
                                "what answers at its socket is no CRI service",
                                look.epochNanos()));
                    default ->
                        look.problem(new ConfigProblem(
                                address, 0, 0, withoutEnd(e.getMessage()), "what this runtime offers"));
                }
            }
        }
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static void unsupported(
            PostureLook look, CriClient client, RuntimeEndpoint endpoint, Optional<Setting> disabled) {
        String address = endpoint.socket().toString();
        Optional<RuntimeVersion> old = client.oldVersion();
        if (old.isPresent()) {
            look.found(new RuntimeApi(
                    old.get().toString(), address, State.ONLY_V1ALPHA2, "it speaks v1alpha2 alone", look.epochNanos()));
        } else if (endpoint.kind() == RuntimeKind.CONTAINERD && disabled.isPresent()) {
            look.found(switchedOff(look, address, disabled.get()));
        } else {
            look.found(new RuntimeApi(
                    endpoint.kind().label(),
                    address,
                    State.OTHER_SERVICE,
                    "what answers at its socket knows no CRI service; its plugin may be switched off",
                    look.epochNanos()));
        }
    }

    private static RuntimeApi switchedOff(PostureLook look, String address, Setting setting) {
        return new RuntimeApi(
                "containerd",
                address,
                State.DISABLED,
                "its CRI plugin is switched off by " + setting.place(),
                look.epochNanos());
    }
}
