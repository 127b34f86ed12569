package dev.vedette.tests.endtoend;

import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.sensor.demo.tour.ObedientContainer;
import dev.vedette.sensor.demo.tour.Stage;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import dev.vedette.tests.support.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A private containerd, a sensor that watches it, a console that the sensor tells, and a container that writes to the
 * kernel's {@code core_pattern}.
 */
final class AttackedNode implements AutoCloseable {
    static final String NAME = "node-a";
    /** What finds the attack. */
    static final String RULE = "VDT-2002";

    private static final String TOKEN = "end-to-end-token";

    private final Path work;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ConsoleServer console;
    private PrivateContainerd containerd;
    private Sensor sensor;
    private String attacker;

    private AttackedNode(Path work) {
        this.work = work;
    }

    /** @param told whom the sensor tells beside the console */
    static AttackedNode start(Path work, OutputSettings told) throws Exception {
        AttackedNode node = new AttackedNode(work);
        try {
            node.begin(told);
            return node;
        } catch (Exception | Error e) {
            node.close();
            throw e;
        }
    }

    private void begin(OutputSettings told) throws Exception {
        console = opened(new ConsoleServer(
                ConsoleSettings.local(work.resolve("console"), TOKEN).withPorts(0, 0)));
        console.start();
        ContainerdPrograms programs = ContainerdPrograms.find().orElseThrow();
        containerd = opened(PrivateContainerd.start(programs, work.resolve("c")));
        DemoImage.importInto(containerd, work.resolve("image"));
        sensor = opened(new Sensor(settings(told)));
        sensor.start();
        Stage stage = opened(new Stage(containerd, programs));
        ObedientContainer made =
                stage.obedient("ops", "agent-1", pod -> pod.privileged(), container -> container.privileged());
        attacker = made.container().id();
        made.order("exec 3>>/proc/sys/kernel/core_pattern");
        awaitFinding();
    }

    private void awaitFinding() {
        try {
            Waiting.until("the sensor has found the attack", this::isFound);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; its figures:\n" + sensor.figures(), e);
        }
    }

    private boolean isFound() {
        AtomicBoolean found = new AtomicBoolean();
        try (ControlClient client = new ControlClient(ControlSocket.in(stateDirectory()))) {
            client.findings(false, json -> {
                String finding = new String(json, StandardCharsets.UTF_8);
                found.compareAndSet(false, finding.contains(RULE) && finding.contains(attacker));
            });
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
        return found.get();
    }

    private SensorSettings settings(OutputSettings told) {
        return new SensorSettings(
                NAME,
                stateDirectory(),
                List.of(containerd.endpoint()),
                Optional.empty(),
                List.of(),
                new OutputSettings(
                        told.terminal(),
                        told.ndjson(),
                        told.kafka(),
                        Optional.of(new ConsoleFeedSettings(
                                "127.0.0.1", console.feedPort(), TOKEN, Optional.empty(), NAME, "test")),
                        told.metrics()),
                SensorSettings.Tuning.defaults(),
                Optional.empty());
    }

    Path stateDirectory() {
        return work.resolve("state");
    }

    ConsoleServer console() {
        return console;
    }

    Sensor sensor() {
        return sensor;
    }

    ContainerdTasks tasks() {
        return new ContainerdTasks(containerd.client().connection());
    }

    /** The id of the container that attacks. */
    String attacker() {
        return attacker;
    }

    private <T extends AutoCloseable> T opened(T thing) {
        open.push(thing);
        return thing;
    }

    @Override
    public void close() {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the node was not put back: " + e.getMessage(), e);
        }
    }
}
