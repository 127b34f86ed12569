package dev.vedette.sensor.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.sensor.cri.ContainerId;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Docker's calls as JSON, with its statuses as our exceptions. Thread-safe.
 *
 * <p>Statuses: moby, api/swagger.yaml. 304 says that it was so already, 404 that there is no such container, 409 that its
 * state does not allow it; an error's body is {@code {"message": "…"}}.
 */
final class DockerCalls {
    private static final int LONGEST_MESSAGE = 300;

    private final RuntimeEndpoint endpoint;
    private final UnixHttp http;
    private final ObjectMapper json = new ObjectMapper();

    DockerCalls(RuntimeEndpoint endpoint, UnixHttp http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    JsonNode get(String path, Duration deadline) {
        return json(path, done(path, http.call(HttpMethod.GET, path, deadline)).body());
    }

    /** Empty if there is no such thing. */
    Optional<JsonNode> find(String path, Duration deadline) {
        UnixHttp.Answer answer = http.call(HttpMethod.GET, path, deadline);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(json(path, done(path, answer).body()));
    }

    void post(String path, Duration deadline) {
        done(path, http.call(HttpMethod.POST, path, deadline));
    }

    JsonNode json(String path, String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new ContainerRuntimeException(
                    Reason.GARBAGE,
                    "What " + endpoint + " answered to " + path + " is no JSON; is another service using this socket?");
        }
    }

    /** An id that may become part of a request. */
    String checked(String id) {
        if (!ContainerId.isValid(id)) {
            throw new ContainerRuntimeException(Reason.NOT_FOUND, "No container has an id of such a shape.");
        }
        return id;
    }

    private UnixHttp.Answer done(String path, UnixHttp.Answer answer) {
        if (answer.status() / 100 == 2 || answer.status() == 304) {
            return answer;
        }
        throw new ContainerRuntimeException(
                answer.status() == 404 ? Reason.NOT_FOUND : Reason.FAILED,
                endpoint + " answered " + path + " with status " + answer.status() + ": " + message(answer.body()));
    }

    private String message(String body) {
        String text;
        try {
            text = json.readTree(body).path("message").asText("no reason given");
        } catch (IOException e) {
            text = "no reason given";
        }
        String shown = text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
        return shown.replaceAll("\\p{Cntrl}+", " ");
    }
}
