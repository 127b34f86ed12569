package dev.vedette.sensor.libpod;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.Holding;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.cri.RuntimeVersion;
import dev.vedette.sensor.cri.Subscription;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Podman's containers of all users, as far as the node's own files and processes tell: nobody is asked, and no Podman
 * needs to run or to have its socket open.
 *
 * <p>Guarantees: of a user's container nothing is said before its first process is found as a child of that user's
 * monitor, in a group that has the container's name; so that nobody can speak of a container that is not his. A container
 * that several stores claim is root's.
 *
 * <p>Not known here: labels, and which pod of Podman's a container belongs to. Holding is left to the kernel's freezer.
 */
public final class LibpodState implements ContainerRuntime {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** Looking at all processes costs some milliseconds: less often on a node where nobody uses Podman. */
    private static final Duration LOOK_FOR_ANY = Duration.ofSeconds(5);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final Path STORAGE = Path.of("/var/lib/containers/storage");

    private final LibpodStores stores;
    private final Conmons conmons;
    private final MainProcess mains;
    private final Clock clock;
    private volatile Map<String, Conmon> running = Map.of();
    private volatile List<Groupless> groupless = List.of();
    private long askedNanos = System.nanoTime() - BETWEEN_QUESTIONS.toNanos();

    /** The node that this process runs on. */
    public LibpodState(Clock clock) {
        this(Path.of("/"), Path.of("/proc"), clock);
    }

    /**
     * Looks at a node.
     *
     * @param root where its files are seen
     * @param proc its {@code /proc}
     */
    public LibpodState(Path root, Path proc, Clock clock) {
        this.stores = new LibpodStores(root, proc);
        this.conmons = new Conmons(proc);
        this.mains = new MainProcess(proc, new OwnedFiles());
        this.clock = clock;
    }

    /** The place of root's store; there is no socket. */
    @Override
    public RuntimeEndpoint endpoint() {
        return new RuntimeEndpoint(RuntimeKind.PODMAN, STORAGE);
    }

    @Override
    public RuntimeVersion version() {
        return new RuntimeVersion("libpod", "by its files", "");
    }

    @Override
    public List<String> complaints() {
        return List.of();
    }

    /** Whether anybody on this node was seen to keep containers of Podman, the last time that was looked at. */
    public boolean isUsed() {
        return !stores.known().isEmpty();
    }

    /**
     * A container that was made without a control group ({@code --cgroups=disabled}, which is what a user's are on a node
     * with version 1 alone).
     *
     * @param program of its first process
     */
    public record Groupless(String id, String name, String image, String program, long pid) {}

    /** Those that were running when last looked at. */
    public List<Groupless> groupless() {
        return groupless;
    }

    void look() {
        running = conmons.running();
        stores.refresh(running.values());
        groupless = running.values().stream()
                .flatMap(conmon -> mains.groupless(conmon).stream().mapToObj(pid -> describe(conmon, pid)))
                .toList();
    }

    private Groupless describe(Conmon conmon, long pid) {
        Optional<ContainerDetail> detail = stores.known().stream()
                .filter(store -> store.owner() == conmon.user() && store.has(conmon.containerId()))
                .findFirst()
                .flatMap(store -> store.container(conmon.containerId(), Optional.of(conmon)));
        return new Groupless(
                conmon.containerId(),
                detail.map(ContainerDetail::name).orElse(conmon.name()),
                detail.map(ContainerDetail::image).orElse(""),
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .orElse(""),
                pid);
    }

    @Override
    public List<ContainerDetail> containers() {
        look();
        List<ContainerDetail> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LibpodStore store : stores.known()) {
            store.all(running).stream().filter(one -> seen.add(one.id())).forEach(all::add);
        }
        // Those that vanish with their end may be in no list that we know the place of.
        running.keySet().stream()
                .filter(seen::add)
                .flatMap(id -> container(id).stream())
                .forEach(all::add);
        return all;
    }

    @Override
    public Optional<ContainerDetail> container(String id) {
        return inKnownStores(id).or(() -> {
            if (!LibpodStore.isId(id) || !mayLook()) {
                return Optional.empty();
            }
            look(); // it may be the first one in its store
            return inKnownStores(id);
        });
    }

    /** Other runtimes' containers are asked for here as well, many at once on a busy node. */
    private synchronized boolean mayLook() {
        long now = System.nanoTime();
        boolean due = now - askedNanos >= BETWEEN_QUESTIONS.toNanos();
        if (due) {
            askedNanos = now;
        }
        return due;
    }

    private Optional<ContainerDetail> inKnownStores(String id) {
        for (LibpodStore store : stores.known()) {
            if (store.has(id)) {
                if (!running.containsKey(id)) {
                    running = conmons.running(); // the monitor comes after the bundle
                }
                Optional<ContainerDetail> detail = detail(store, id);
                if (detail.isPresent()) {
                    return detail;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ContainerDetail> detail(LibpodStore store, String id) {
        Optional<Conmon> conmon =
                Optional.ofNullable(running.get(id)).filter(monitor -> monitor.user() == store.owner());
        OptionalLong pid = conmon.map(mains::of).orElse(OptionalLong.empty());
        if (store.owner() != 0 && pid.isEmpty()) {
            return Optional.empty();
        }
        return store.container(id, conmon).map(detail -> detail.withPid(pid));
    }

    @Override
    public List<PodDetail> pods() {
        return List.of();
    }

    @Override
    public Optional<PodDetail> pod(String sandboxId) {
        return Optional.empty();
    }

    /** Looks each second which containers run: libpod tells only who asks its own programs. */
    @Override
    public void events(Subscription subscription, Runnable onOpen, Consumer<ContainerEvent> onEvent) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Subscription.Registration registration = subscription.onCancel(cancelled::countDown);
        try {
            onOpen.run();
            Set<String> before = Set.copyOf(running.keySet());
            while (!cancelled.await((isUsed() ? LOOK_AGAIN : LOOK_FOR_ANY).toMillis(), TimeUnit.MILLISECONDS)) {
                look();
                Set<String> now = Set.copyOf(running.keySet());
                Set<String> earlier = before;
                now.stream()
                        .filter(id -> !earlier.contains(id))
                        .forEach(id -> tell(ContainerEvent.Kind.STARTED, id, onEvent));
                before.stream().filter(id -> !now.contains(id)).forEach(id -> ended(id, onEvent));
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
    }

    private void ended(String id, Consumer<ContainerEvent> onEvent) {
        boolean kept = stores.known().stream().anyMatch(store -> store.has(id));
        tell(kept ? ContainerEvent.Kind.STOPPED : ContainerEvent.Kind.DELETED, id, onEvent);
    }

    private void tell(ContainerEvent.Kind kind, String id, Consumer<ContainerEvent> onEvent) {
        onEvent.accept(new ContainerEvent(kind, id, "", clock.millis() * 1_000_000L));
    }

    /**
     * Ends the container's first process, and with it all of its pid namespace: by SIGTERM, and by SIGKILL after the
     * grace. Its monitor then does what Podman has told it to do at the end.
     */
    @Override
    public void stop(String containerId, Duration grace) {
        look();
        ProcessHandle main = Optional.ofNullable(running.get(containerId))
                .map(mains::of)
                .filter(OptionalLong::isPresent)
                .flatMap(pid -> ProcessHandle.of(pid.getAsLong()))
                .orElseThrow(() -> new ContainerRuntimeException(
                        Reason.NOT_FOUND, "Podman's state knows no running container " + containerId + "."));
        boolean asked = !grace.isZero() && main.destroy() && endsWithin(main, grace);
        if (!asked && !(main.destroyForcibly() && endsWithin(main, AFTER_KILL)) && main.isAlive()) {
            throw new ContainerRuntimeException(
                    Reason.FAILED, "Process " + main.pid() + " of container " + containerId + " does not end.");
        }
        awaitMonitorsEnd(containerId);
    }

    /** A container counts as running for as long as it has its monitor, which puts it away first. */
    private void awaitMonitorsEnd(String containerId) {
        long end = System.nanoTime() + AFTER_KILL.toNanos();
        look();
        while (running.containsKey(containerId) && System.nanoTime() < end) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            look();
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration bound) {
        try {
            return process.onExit()
                    .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((p, e) -> e == null)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            return !process.isAlive();
        }
    }

    @Override
    public String stopping() {
        return "signals to the container's first process";
    }

    @Override
    public Optional<Holding> holding(Duration patience) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
