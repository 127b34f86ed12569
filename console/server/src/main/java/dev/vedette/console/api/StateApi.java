package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.ingest.IntakeHealth;
import dev.vedette.console.ingest.NodeRegistry;
import dev.vedette.console.ingest.NodeRegistry.Node;
import dev.vedette.console.ingest.NodeWaits;
import dev.vedette.policy.feed.wire.Loss;
import dev.vedette.policy.feed.wire.NodeHealth;
import dev.vedette.policy.feed.wire.Runtime;
import dev.vedette.policy.feed.wire.Status;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;

/** How the nodes and the console's own store are. */
public final class StateApi {
    private static final Duration STILL_LOSING = Duration.ofMinutes(1);

    private final NodeRegistry nodes;
    private final NodeWaits waits;
    private final IntakeHealth health;
    private final Clock clock;

    public StateApi(NodeRegistry nodes, NodeWaits waits, IntakeHealth health, Clock clock) {
        this.nodes = nodes;
        this.waits = waits;
        this.health = health;
        this.clock = clock;
    }

    /** GET /api/nodes. */
    public void nodes(Context request) {
        Body.answer(request, json());
    }

    /** GET /api/nodes/{name}/report: what the node last found of itself. */
    public void report(Context request) {
        String name = request.pathParam("name");
        Node node =
                nodes.find(name).orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "there is no node " + name));
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        to.put("node", name);
        to.put("came", node.report().came().toString());
        to.set("report", node.report().content());
        Body.answer(request, to);
    }

    /** The state as JSON: {@code nodes} and {@code store}. */
    public ObjectNode json() {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        ArrayNode list = to.putArray("nodes");
        nodes.all().forEach(node -> write(node, list.addObject()));
        IntakeHealth.State state = health.state();
        to.putObject("store")
                .put("stored", state.stored())
                .put("failures", state.failures())
                .put("malformed", state.malformed())
                .put("waiting", state.waiting())
                .put("trouble", state.trouble());
        return to;
    }

    private void write(Node node, ObjectNode to) {
        Status status = node.status();
        to.put("name", node.name());
        to.put("version", node.version());
        to.put("connected", node.connected());
        to.put("lastSeen", node.lastSeen().toString());
        to.put("recording", status.getRecording());
        to.put("baselineReady", status.getBaselineReady());
        to.put("probesAttached", status.getProbesAttached());
        to.put("probesWanted", status.getProbesWanted());
        to.put("containers", status.getContainers());
        to.put("cpuCores", status.getCpuCores());
        to.put("residentBytes", status.getResidentBytes());
        to.put("lost", node.lost());
        to.put(
                "losing",
                node.lossSeen() != null && node.lossSeen().plus(STILL_LOSING).isAfter(clock.instant()));
        ArrayNode losses = to.putArray("losses");
        for (Loss loss : status.getLossesList()) {
            losses.addObject()
                    .put("where", loss.getWhere())
                    .put("why", loss.getWhy())
                    .put("count", loss.getCount());
        }
        ArrayNode health = to.putArray("health");
        for (NodeHealth item : status.getHealthList()) {
            health.addObject()
                    .put("name", item.getName())
                    .put("state", item.getState())
                    .put("value", item.getValue())
                    .put("advice", item.getAdvice());
        }
        to.put("reportCame", node.report().came().toString());
        to.put("waitsCame", waits.newest(node.name()).toString());
        to.put("automaticStopped", status.getAutomaticStopped());
        to.putArray("lasting").addAll(LastingResponses.of(status));
        to.put("lastingLeftOut", status.getLastingLeftOut());
        ArrayNode runtimes = to.putArray("runtimes");
        for (Runtime runtime : status.getRuntimesList()) {
            runtimes.addObject()
                    .put("name", runtime.getName())
                    .put("connected", runtime.getConnected())
                    .put("detail", runtime.getDetail());
        }
    }
}
