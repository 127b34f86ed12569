package dev.vedette.tests.runtimes;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.demo.runtime.AnyRuntime;
import dev.vedette.sensor.demo.runtime.RuntimeFlavour;
import dev.vedette.sensor.response.ContainerGroup;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** One of every real runtime, and one sensor that watches them all and is spoken to as the command line does. */
final class RuntimeRange implements AutoCloseable {
    private static final FindingJson JSON = new FindingJson();

    private final Map<RuntimeFlavour, AnyRuntime> runtimes = new EnumMap<>(RuntimeFlavour.class);
    private final Path work;
    private Sensor sensor;

    private RuntimeRange(Path work) {
        this.work = work;
    }

    static RuntimeRange open() throws Exception {
        RuntimeRange range = new RuntimeRange(Files.createTempDirectory(
                "vr", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))));
        try {
            range.begin();
            return range;
        } catch (Exception | Error e) {
            close(range, e);
            throw e;
        }
    }

    private void begin() throws Exception {
        for (RuntimeFlavour flavour : RuntimeFlavour.values()) {
            runtimes.put(flavour, flavour.open(work.resolve(Integer.toString(runtimes.size()))));
        }
        List<RuntimeEndpoint> endpoints = runtimes.values().stream()
                .map(AnyRuntime::endpoint)
                .flatMap(Optional::stream)
                .toList();
        sensor = ReadySensor.by(new SensorSettings(
                "range",
                state(),
                endpoints,
                Optional.empty(),
                List.of(),
                new OutputSettings(
                        OutputSettings.Terminal.NOTHING,
                        Optional.of(file()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Tuning.defaults(),
                Optional.empty()));
    }

    private Path state() {
        return work.resolve("state");
    }

    private Path file() {
        return work.resolve("findings.ndjson");
    }

    AnyRuntime of(RuntimeFlavour flavour) {
        return runtimes.get(flavour);
    }

    void isKnown(String id) {
        Waiting.until(
                "container " + id + " is known",
                () -> sensor.containers().stream()
                        .anyMatch(entry -> entry.container().id().equals(id)
                                && entry.container().identity() == Container.Identity.KNOWN));
    }

    ResponseOutcome respond(
            ResponseAction action, String target, ResponseOptions options, boolean dryRun, String person)
            throws ControlException {
        try (ControlClient client = client()) {
            return JSON.decodeOutcome(client.respond(action, target, options, dryRun, person));
        }
    }

    ResponseOutcome undo(String id, String person) throws ControlException {
        try (ControlClient client = client()) {
            return JSON.decodeOutcome(client.undo(id, person));
        }
    }

    /** The ids of responses that last. */
    List<String> lasting() throws ControlException {
        try (ControlClient client = client()) {
            return client.responses().getLastingList().stream()
                    .map(one -> JSON.decodeOutcome(one.toByteArray()).id())
                    .toList();
        }
    }

    Optional<ResponseOutcome> undoOf(String id) {
        try (ControlClient client = client()) {
            return client.responses().getRecentList().stream()
                    .map(one -> JSON.decodeOutcome(one.toByteArray()))
                    .filter(outcome -> outcome.trail().undoOf().equals(id))
                    .findFirst();
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    private ControlClient client() {
        return new ControlClient(ControlSocket.in(state()));
    }

    /** What users get of it. */
    String told() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path evidence(ResponseOutcome outcome) {
        return state().resolve("evidence").resolve(outcome.id());
    }

    long firstProcess(String id) {
        return ContainerGroup.ofNode().processOf(id).orElseThrow();
    }

    /** Gives a container one more address of its own, which is none of a loopback's. */
    void addAddress(long pid, String address) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "nsenter",
                        "--net=/proc/" + pid + "/ns/net",
                        "ip",
                        "address",
                        "add",
                        address + "/32",
                        "dev",
                        "lo")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        Assertions.assertThat(process.waitFor(Waiting.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        Assertions.assertThat(process.exitValue()).as(said).isZero();
    }

    /** One that does not close keeps none of the others open. */
    @Override
    public void close() throws IOException {
        IOException failure = new IOException("not everything was put back");
        if (sensor != null) {
            close(sensor, failure);
        }
        runtimes.values().forEach(runtime -> close(runtime, failure));
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
        List<Path> left;
        try (Stream<Path> tree = Files.walk(work)) {
            left = tree.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path path : left) {
            Files.delete(path);
        }
    }

    private static void close(AutoCloseable open, Throwable failure) {
        try {
            open.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
