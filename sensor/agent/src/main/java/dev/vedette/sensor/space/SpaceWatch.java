package dev.vedette.sensor.space;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.MountEntry;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.posture.kernel.CLibrary;
import dev.vedette.sensor.posture.kernel.FileSystemSpace;
import dev.vedette.sensor.posture.kernel.FolderUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every ten seconds at the file systems that containers write to. Reading folders may take long, so a thread of its own does
 * it, one look at a time; what it found is told on the thread that asks.
 */
public final class SpaceWatch implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final ContainerRegistry containers;
    private final Function<String, OptionalInt> processOf;
    private final Path proc;
    private final SpaceInspection inspection;
    private final Interval looks = new Interval(BETWEEN_LOOKS);
    private final Queue<Fact> found = new ConcurrentLinkedQueue<>();
    private Optional<Thread> looking = Optional.empty();

    /** Owned by the thread that looks, one after the other. */
    private Map<String, List<WrittenPlace>> places = new HashMap<>();

    SpaceWatch(
            ContainerRegistry containers,
            Function<String, OptionalInt> processOf,
            Path proc,
            SpaceInspection inspection) {
        this.containers = containers;
        this.processOf = processOf;
        this.proc = proc;
        this.inspection = inspection;
    }

    /**
     * Empty where no rule asks for shortages: then nothing is looked at.
     *
     * @param processOf a process of a container, by its id
     */
    public static Optional<SpaceWatch> askedFor(
            Set<Class<?>> judged,
            ContainerRegistry containers,
            Function<String, OptionalInt> processOf,
            EpochClock clock) {
        if (!judged.contains(SpaceShortage.class)) {
            return Optional.empty();
        }
        CLibrary libc = CLibrary.load();
        NodeRoot node = NodeRoot.ofNode();
        return Optional.of(new SpaceWatch(
                containers,
                processOf,
                Path.of("/proc"),
                new SpaceInspection(
                        at -> FileSystemSpace.of(libc, node.resolve(at)),
                        folder -> FolderUse.of(libc, node.resolve(folder)),
                        clock)));
    }

    @Override
    public String name() {
        return "space watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        for (Fact fact = found.poll(); fact != null; fact = found.poll()) {
            out.accept(fact);
        }
        if (looks.passed(nowNanos) && looking.filter(Thread::isAlive).isEmpty()) {
            List<Container> running = containers.all().stream()
                    .filter(life -> life.phase() == LifePhase.RUNNING)
                    .map(ContainerLife::container)
                    .toList();
            looking = Optional.of(
                    Thread.ofPlatform().name("space-look").daemon().start(() -> inspect(nowNanos, running)));
        }
    }

    private void inspect(long nowNanos, List<Container> running) {
        try {
            List<MountEntry> ofNode = lines(proc.resolve("1/mountinfo")).stream()
                    .flatMap(line -> MountEntry.parse(line).stream())
                    .toList();
            found.addAll(inspection.look(
                    nowNanos, writers(running, ofNode), device -> WrittenPlace.mountedAt(device, ofNode)));
        } catch (RuntimeException e) {
            LOG.error("File systems could not be looked at for an error of our own", e);
        }
    }

    private List<SpaceInspection.Writer> writers(List<Container> running, List<MountEntry> ofNode) {
        Map<String, List<WrittenPlace>> now = new HashMap<>();
        List<SpaceInspection.Writer> writers = new ArrayList<>();
        for (Container container : running) {
            List<WrittenPlace> written = places.get(container.id());
            if (written == null || written.isEmpty()) {
                written = placesOf(container, ofNode);
            }
            now.put(container.id(), written);
            writers.add(new SpaceInspection.Writer(container, written));
        }
        places = now;
        return writers;
    }

    private List<WrittenPlace> placesOf(Container container, List<MountEntry> ofNode) {
        OptionalInt pid = processOf.apply(container.id());
        if (pid.isEmpty()) {
            return List.of();
        }
        Path mounts = proc.resolve(Integer.toString(pid.getAsInt())).resolve("mountinfo");
        return WrittenPlace.of(lines(mounts), ofNode);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
