package dev.vedette.sensor.docker;

import dev.vedette.sensor.cri.Holding;
import java.time.Duration;
import java.util.Locale;

/** Docker's pause and unpause, which use the cgroup's freezer and show in {@code docker ps}. Thread-safe. */
final class DockerHolding implements Holding {
    private final DockerCalls calls;
    private final Duration patience;

    DockerHolding(DockerCalls calls, Duration patience) {
        this.calls = calls;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "Docker pause";
    }

    @Override
    public void pause(String containerId) {
        calls.post("/containers/" + calls.checked(containerId) + "/pause", patience);
    }

    @Override
    public void resume(String containerId) {
        calls.post("/containers/" + calls.checked(containerId) + "/unpause", patience);
    }

    @Override
    public State state(String containerId) {
        String status = calls.get("/containers/" + calls.checked(containerId) + "/json", patience)
                .path("State")
                .path("Status")
                .asText("");
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "created" -> State.CREATED;
            case "running", "restarting" -> State.RUNNING;
            case "paused" -> State.PAUSED;
            case "exited", "dead", "removing" -> State.STOPPED;
            default -> State.UNKNOWN;
        };
    }
}
