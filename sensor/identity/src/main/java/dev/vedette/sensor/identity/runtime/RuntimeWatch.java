package dev.vedette.sensor.identity.runtime;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.cri.Subscription;
import dev.vedette.sensor.identity.node.NodeView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pipeline told of one runtime's containers and pods.
 *
 * <p>Guarantees: everything is listed once the event stream stands, so nothing falls between; when the runtime goes away
 * or its stream breaks, it is tried again with growing, bounded pauses and everything is listed anew; questions of the
 * pipeline about a container are answered without waiting for an event, because a runtime may give an event to another
 * subscriber, or have none at all: cri-dockerd, and CRI-O as it comes. Such a one is listed every second, and asked only
 * for what is new in the list. A failure is counted, kept for {@link #trouble()} and logged when it changes; it never ends the watch.
 *
 * <p>Two virtual threads of its own: one for the stream, one for questions. {@link #close} ends both.
 */
public final class RuntimeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration RELIST = Duration.ofSeconds(60);

    /** How often a runtime without events is listed, and how often before its events are asked for again. */
    private static final Duration LISTING = Duration.ofSeconds(1);

    private static final int LISTINGS = 60;

    /** A sandbox is in the runtime's own store only after its first program has begun. */
    private static final int TRIES = 20;

    private static final Duration TRY_AGAIN = Duration.ofMillis(20);

    private final ContainerRuntime cri;
    private final RuntimeNews news;
    private final RuntimeMetrics metrics;
    private final ContainerFacts facts;
    private final Clock clock;
    private final String runtime;
    private final BlockingQueue<String> questions;
    private final Subscription subscription = new Subscription();
    private final Map<String, PodDetail> pods = new ConcurrentHashMap<>();
    /** Who has been told of, with the uid of its pod. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    private final Set<String> again = ConcurrentHashMap.newKeySet();
    /** As last listed. */
    private final Map<String, ContainerState> states = new ConcurrentHashMap<>();

    private final Thread streaming;
    private final Thread answering;
    private volatile boolean closed;
    private volatile boolean synced;
    private volatile String trouble = "";

    /**
     * Begins nothing until {@link #start}.
     *
     * @param cri stays the caller's to close, after this
     */
    public RuntimeWatch(ContainerRuntime cri, NodeView node, RuntimeNews news, RuntimeMetrics metrics, Clock clock) {
        this(cri, node, news, metrics, clock, PodDirectory.NONE);
    }

    /** As above, with what is known of pods from elsewhere: a pod that becomes better known is told again. */
    public RuntimeWatch(
            ContainerRuntime cri,
            NodeView node,
            RuntimeNews news,
            RuntimeMetrics metrics,
            Clock clock,
            PodDirectory directory) {
        this.cri = cri;
        this.news = news;
        this.metrics = metrics;
        this.clock = clock;
        this.runtime = cri.endpoint().kind().label();
        this.facts = new ContainerFacts(node, runtime, directory);
        this.questions = news.questions();
        directory.onChange(this::tellAgain);
        this.streaming = Thread.ofVirtual().name("runtime-events-" + runtime).unstarted(this::stream);
        this.answering = Thread.ofVirtual().name("runtime-questions-" + runtime).unstarted(this::answer);
    }

    /** What has been told of a pod's containers is told again, by the thread that answers questions. */
    private void tellAgain(String podUid) {
        told.forEach((id, uid) -> {
            if (uid.equals(podUid)) {
                again.add(id);
                // A question too many is dropped: the next listing answers it as well.
                var unused = questions.offer(id);
            }
        });
    }

    public void start() {
        streaming.start();
        answering.start();
    }

    /** What is wrong with the runtime now, in one sentence; empty when its stream stands. */
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    /** Whether everything has been listed since the stream was last opened. */
    public boolean synced() {
        return synced;
    }

    private void stream() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                hear();
                pause = FIRST_PAUSE;
            } catch (ContainerRuntimeException e) {
                note(e);
                pause = synced ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                synced = false;
            }
            if (!closed && !sleep(pause)) {
                return;
            }
        }
    }

    /** Until the events end or, where there are none, until it is worth asking for them again. */
    private void hear() {
        try {
            cri.events(subscription, this::resync, this::onEvent);
            synced = false;
        } catch (ContainerRuntimeException e) {
            if (e.reason() != ContainerRuntimeException.Reason.UNSUPPORTED || !synced) {
                throw e;
            }
            LOG.debug("Listed from now on: {}", e.getMessage());
            for (int i = 0; i < LISTINGS && !closed && sleep(LISTING); i++) {
                list(false);
            }
        }
    }

    private void answer() {
        Map<String, Integer> open = new LinkedHashMap<>();
        long listed = System.nanoTime();
        while (!closed) {
            try {
                String asked = questions.poll((open.isEmpty() ? RELIST : TRY_AGAIN).toMillis(), TimeUnit.MILLISECONDS);
                if (asked != null) {
                    open.putIfAbsent(asked, TRIES);
                }
                open.keySet().removeIf(this::isTold);
                open.replaceAll((id, tries) -> tries - 1);
                open.values().removeIf(tries -> tries <= 0);
                if (System.nanoTime() - listed > RELIST.toNanos()) {
                    resync();
                    listed = System.nanoTime();
                }
            } catch (ContainerRuntimeException e) {
                open.clear();
                note(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean isTold(String id) {
        return (told.containsKey(id) && !again.remove(id)) || tellContainer(id) || tellPod(id);
    }

    private void resync() {
        list(true);
        metrics.resynced(runtime);
    }

    /** @param everything whether what has not changed since the last list is told again too */
    private void list(boolean everything) {
        Set<String> present = new HashSet<>();
        for (PodDetail pod : cri.pods()) {
            present.add(pod.id());
            if (!closed && pod.ready() && (everything || !told.containsKey(pod.id()))) {
                tellPod(pod.id());
            }
        }
        for (ContainerDetail container : cri.containers()) {
            present.add(container.id());
            boolean changed = states.put(container.id(), container.state()) != container.state();
            if (!closed && container.state() != ContainerState.EXITED && (everything || changed)) {
                tellContainer(container.id());
            }
        }
        states.keySet().retainAll(present);
        told.keySet().stream().filter(id -> !present.contains(id)).forEach(this::gone);
        if (!trouble.isEmpty()) {
            LOG.info("{} answers again.", cri.endpoint());
        }
        trouble = "";
        synced = true;
    }

    private void onEvent(ContainerEvent event) {
        metrics.event(runtime);
        try {
            switch (event.kind()) {
                case CREATED, STARTED -> {
                    boolean known =
                            event.ofSandbox() ? tellPod(event.containerId()) : tellContainer(event.containerId());
                    if (!known) {
                        news.ask(event.containerId());
                    }
                }
                case DELETED -> gone(event.containerId());
                case STOPPED -> {}
            }
        } catch (ContainerRuntimeException e) {
            // The stream itself may be well: what was missed here is asked for again, or listed.
            note(e);
            news.ask(event.containerId());
        }
    }

    private boolean tellContainer(String id) {
        Optional<ContainerDetail> detail = cri.container(id);
        detail.ifPresent(d -> tell(facts.container(d, pod(d.podSandboxId()), now())));
        return detail.isPresent();
    }

    private boolean tellPod(String id) {
        Optional<PodDetail> detail = cri.pod(id);
        detail.ifPresent(pod -> {
            pods.put(id, pod);
            tell(facts.sandbox(pod, now()));
        });
        return detail.isPresent();
    }

    private Optional<PodDetail> pod(String sandboxId) {
        if (sandboxId.isEmpty()) {
            return Optional.empty();
        }
        Optional<PodDetail> known = Optional.ofNullable(pods.get(sandboxId)).or(() -> cri.pod(sandboxId));
        known.ifPresent(pod -> pods.put(sandboxId, pod));
        return known;
    }

    private void gone(String id) {
        pods.remove(id);
        again.remove(id);
        if (told.remove(id) != null) {
            hand(new RuntimeNews.Gone(id));
        }
    }

    private void tell(RuntimeNews.Known known) {
        hand(known);
        told.put(known.container().id(), known.container().pod().uid());
    }

    private void hand(RuntimeNews.News one) {
        try {
            news.tell(one);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void note(ContainerRuntimeException e) {
        metrics.failed(runtime, e.reason().name().toLowerCase(Locale.ROOT));
        if (!closed && !trouble.equals(e.getMessage())) {
            trouble = e.getMessage();
            LOG.warn("{}", trouble);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        news.noMoreQuestions(questions);
        subscription.cancel();
        streaming.interrupt();
        answering.interrupt();
        joined(streaming);
        joined(answering);
    }

    private static void joined(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
