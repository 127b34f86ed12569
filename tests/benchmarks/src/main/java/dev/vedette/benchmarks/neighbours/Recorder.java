package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.neighbours.Recording.Pair;
import dev.vedette.benchmarks.neighbours.Recording.Verdicts;
import dev.vedette.benchmarks.neighbours.Recording.Window;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a recording, in a thread of its own, until it is closed. */
final class Recorder implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    private static final long WINDOW_MILLIS = Recording.WINDOW_SECONDS * 1_000L;

    private final ControlClient sensor;
    private final Map<String, GroupFiles> groups = new LinkedHashMap<>();
    private final Map<String, GroupFiles> services = new LinkedHashMap<>();
    private final PreviousProgram previous;
    private final InstantSource clock = InstantSource.system();
    private final List<Window> windows = new ArrayList<>();
    private final List<Verdicts> verdicts = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ending;
    private volatile Exception trouble;

    /** All figures as they stand, each of which only grows. */
    private record Figures(long nanos, Map<String, Long> used, Map<String, Long> waited, Map<Pair, Long> previous) {}

    private Recorder(Path controlSocket, Tenants tenants) throws IOException, BpfException, LibbpfUnavailableException {
        sensor = new ControlClient(controlSocket);
        Map<Long, String> names = new HashMap<>();
        for (RunningContainer container : tenants.containers().toList()) {
            GroupFiles files = GroupFiles.of(container.pid());
            groups.put(container.name(), files);
            names.put(files.id(), container.name());
        }
        for (Lane lane : tenants.lanes()) {
            for (Service service : lane.services()) {
                long pid = service.container().pid();
                services.put(service.name(), groups.get(service.name()).withPressure(service.name(), pid));
            }
        }
        previous = PreviousProgram.attach(names);
        thread = Thread.ofPlatform().name("recorder").unstarted(this::run);
    }

    static Recorder start(Path controlSocket, Tenants tenants)
            throws IOException, BpfException, LibbpfUnavailableException {
        Recorder recorder = new Recorder(controlSocket, tenants);
        recorder.thread.start();
        return recorder;
    }

    private void run() {
        try {
            Figures before = figures();
            while (!ending) {
                Thread.sleep(LOOK_MILLIS);
                ask();
                if (System.nanoTime() - before.nanos >= WINDOW_MILLIS * 1_000_000) {
                    Figures now = figures();
                    windows.add(window(before, now));
                    before = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | BpfException | ControlException | RuntimeException e) {
            trouble = e;
        }
    }

    private void ask() throws ControlException {
        NeighboursReply reply = sensor.neighbours();
        if (!reply.getNotMeasured().isEmpty()) {
            throw new IllegalStateException(reply.getNotMeasured());
        }
        long end = reply.getEndEpochNanos() / 1_000_000;
        if (end > 0 && (verdicts.isEmpty() || verdicts.getLast().endMillis() != end)) {
            verdicts.add(new Verdicts(end, reply.getLinesList()));
        }
    }

    private Figures figures() throws IOException, BpfException {
        Map<String, Long> used = new HashMap<>();
        Map<String, Long> waited = new HashMap<>();
        for (Map.Entry<String, GroupFiles> group : groups.entrySet()) {
            used.put(group.getKey(), group.getValue().usedNanos());
        }
        for (Map.Entry<String, GroupFiles> service : services.entrySet()) {
            waited.put(service.getKey(), service.getValue().pressureMicros());
        }
        return new Figures(System.nanoTime(), used, waited, previous.read());
    }

    private Window window(Figures before, Figures now) {
        double nanos = now.nanos - before.nanos;
        Map<String, Double> cpu = new HashMap<>();
        Map<String, Double> pressure = new HashMap<>();
        now.used.forEach((name, used) -> cpu.put(name, (used - before.used.get(name)) / nanos));
        now.waited.forEach((name, micros) -> pressure.put(name, 1e3 * (micros - before.waited.get(name)) / nanos));
        Map<Pair, Long> blamed = new HashMap<>();
        now.previous.forEach((pair, sum) -> blamed.put(pair, sum - before.previous.getOrDefault(pair, 0L)));
        return new Window(clock.millis(), cpu, pressure, blamed);
    }

    /** Ends it. */
    Recording end() throws IOException, InterruptedException {
        ending = true;
        thread.join();
        if (trouble != null) {
            throw new IOException("the recording failed: " + trouble.getMessage(), trouble);
        }
        return new Recording(windows, verdicts);
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        previous.close();
        sensor.close();
    }
}
