package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Trail;
import dev.vedette.policy.model.ResponseTarget;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out responses on this node, and takes them back.
 *
 * <p>Guarantees: whatever goes wrong, every action that is asked for yields exactly one outcome and one count; nothing is
 * called verified whose effect was not seen; what lasts is on disk before it is done. A call blocks until the effect was
 * seen or its bound has passed (a few seconds, a stop until the runtime answers), so it must not be made on the thread
 * that reads events. Responses for one container come one after the other. Thread-safe.
 */
public final class Responder {
    /** Who asks when policy does. */
    public static final String POLICY = "policy";

    /** Who asks when the time of a response is over. */
    public static final String TIMER = "timer";

    /** Who asks when a container has ended whose response would outlast it. */
    public static final String END = "end of the container";

    /** Who asks when a culprit does no harm any more and would do none. */
    public static final String CALM = "end of the harm";

    /** An answer to a culprit of which nothing is said lasts so long at most. */
    private static final String LONGEST_TO_CULPRIT = "10m";

    /** More culprits at once are no culprits: the node is full, or the rule has gone mad. */
    private static final int MOST_CULPRITS = 3;

    /** The rule about responses themselves, which must not be answered by one. */
    private static final String OWN_RULE = "VDT-8006";

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int LOCKS = 64;

    private final String node;
    private final GuardRails rails;
    private final Ladder ladder;
    private final StandingResponses standing;
    private final AnsweredCauses answered;
    private final ResponseRecords records;
    private final CulpritCare culprits;
    private final KillSwitch killSwitch;
    private final Object[] locks = new Object[LOCKS];

    /**
     * One that keeps nothing on disk and knows no cluster.
     *
     * @param node the node's name, for the outcomes
     * @param runtimes the runtimes that containers may belong to; closed by the caller
     */
    public Responder(
            String node,
            List<? extends ContainerRuntime> runtimes,
            CgroupFreezer freezer,
            ResponseSettings settings,
            SensorSelf self,
            Metrics metrics,
            Clock clock) {
        this(node, runtimes, freezer, settings, self, Surroundings.NONE, metrics, clock);
    }

    /**
     * @param node the node's name, for the outcomes
     * @param runtimes the runtimes that containers may belong to; closed by the caller
     */
    public Responder(
            String node,
            List<? extends ContainerRuntime> runtimes,
            CgroupFreezer freezer,
            ResponseSettings settings,
            SensorSelf self,
            Surroundings around,
            Metrics metrics,
            Clock clock) {
        this.node = node;
        this.standing = new StandingResponses(around.journal());
        this.answered = new AnsweredCauses(standing);
        this.killSwitch = around.killSwitch();
        this.rails = new GuardRails(
                settings, self, System::nanoTime, killSwitch, standing::heldContainers, around.cluster());
        this.ladder = new Ladder(runtimes, freezer, settings, self, around);
        this.records = new ResponseRecords(metrics, clock);
        this.culprits = new CulpritCare(around.harms(), System::nanoTime);
        metrics.gauge(
                "vedette_responses_stopped",
                "1 while all automatic responses are stopped.",
                () -> killSwitch.stopped().isPresent() ? 1.0 : 0.0);
        metrics.gauge("vedette_responses_standing", "Responses that last and have not been undone.", () ->
                (double) standing.all().size());
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * Whether policy wants more than to say so: what {@link #respond} may be asked for. A recording's processes and
     * containers are not of this node, though their numbers may be.
     */
    public static boolean isCalledFor(Finding finding) {
        return finding.origin() == Origin.LIVE
                && finding.verdict().enforced()
                && !finding.verdict().withheld()
                && !finding.ruleId().equals(OWN_RULE)
                && finding.verdict().action() != ResponseAction.ALERT;
    }

    /** To whom an answer that policy calls for is given. */
    public static Container targetOf(Finding finding) {
        return finding.verdict().options().target() == ResponseTarget.CULPRIT ? finding.culprit() : finding.container();
    }

    /**
     * Whether the answer to a culprit that policy calls for is in force. As long as harm lasts it is found again and again,
     * and to say each time that it is answered tells nothing.
     */
    public boolean holdsCulprit(Finding finding) {
        Verdict verdict = finding.verdict();
        return verdict.options().target() == ResponseTarget.CULPRIT
                && standing.of(targetOf(finding).id(), verdict.action()).isPresent();
    }

    /**
     * Does what policy has decided.
     *
     * @throws IllegalArgumentException if nothing is called for, see {@link #isCalledFor}
     */
    public ResponseOutcome respond(Finding finding) {
        if (!isCalledFor(finding)) {
            throw new IllegalArgumentException("Finding " + finding.id() + " calls for no response.");
        }
        ProcessId process = finding.process() == null ? null : finding.process().id();
        return outcome(new Order(
                newId(),
                finding.verdict().action(),
                targetOf(finding),
                process,
                bounded(finding.verdict()),
                finding,
                POLICY,
                false));
    }

    /** Harm may end unseen: what is done to a culprit does not last for ever. */
    private static ResponseOptions bounded(Verdict verdict) {
        ResponseOptions options = verdict.options();
        boolean endless = options.target() == ResponseTarget.CULPRIT
                && verdict.action().lasts()
                && options.lasts().isZero();
        return endless ? options.with("for", LONGEST_TO_CULPRIT) : options;
    }

    /**
     * Does what a person asks for.
     *
     * @param process needed for {@link ResponseAction#KILL_PROCESS} only, else null
     * @param requestedBy who asked, as the console or the command line knows the person
     */
    public ResponseOutcome act(ResponseAction action, Container container, ProcessId process, String requestedBy) {
        return act(action, container, process, ResponseOptions.NONE, false, requestedBy);
    }

    /**
     * Does what a person asks for, or only says what would be done.
     *
     * @param process needed for {@link ResponseAction#KILL_PROCESS} only, else null
     * @param dryRun nothing is done
     * @param requestedBy who asked, as the console or the command line knows the person
     */
    public ResponseOutcome act(
            ResponseAction action,
            Container container,
            ProcessId process,
            ResponseOptions options,
            boolean dryRun,
            String requestedBy) {
        return act(action, container, process, options, dryRun, requestedBy, Asked.NOTHING);
    }

    /** As {@link #act(ResponseAction, Container, ProcessId, ResponseOptions, boolean, String)}, with what is said of it. */
    public ResponseOutcome act(
            ResponseAction action,
            Container container,
            ProcessId process,
            ResponseOptions options,
            boolean dryRun,
            String requestedBy,
            Asked asked) {
        return outcome(new Order(newId(), action, container, process, options, null, requestedBy, dryRun, asked));
    }

    private ResponseOutcome outcome(Order order) {
        synchronized (lockOf(order.container())) {
            long began = System.nanoTime();
            Effect effect;
            try {
                effect = judge(order).orElseGet(() -> carryOut(order));
            } catch (RuntimeException e) {
                LOG.error(
                        "{} of {} ended in an error of our own",
                        order.action().label(),
                        order.container().displayName(),
                        e);
                effect = Effect.failed("", "an error of the sensor itself: " + e);
            }
            if (effect.verified() && !order.dryRun()) {
                answered.add(order);
            }
            return records.add(order, effect, end(order, effect), began);
        }
    }

    /** Says no, or what would be done; empty if it is to be done. */
    private Optional<Effect> judge(Order order) {
        if (order.automatic()) {
            Optional<String> before = answered.answer(order);
            if (before.isPresent()) {
                return Optional.of(Effect.refused("response " + before.get() + " has answered it already"));
            }
        }
        if (order.victim().isPresent() && order.action().lasts() && standing.toCulprits() >= MOST_CULPRITS) {
            return Optional.of(Effect.refused("already " + MOST_CULPRITS
                    + " culprits of this node are answered; 'vedette respond list' shows them"));
        }
        Optional<String> refusal = rails.refusal(order.action(), order.container(), order.process(), order.automatic());
        if (refusal.isPresent()) {
            return refusal.map(Effect::refused);
        }
        return order.dryRun() ? Optional.of(ladder.planned(order)) : Optional.empty();
    }

    private Effect carryOut(Order order) {
        if (order.action() == ResponseAction.RESUME) {
            return resume(order);
        }
        Optional<LastingStep> step = ladder.lasting(order.action());
        return step.isPresent()
                ? new LastingDeed(step.get(), standing).carryOut(order, outcomeBefore(order))
                : ladder.once(order);
    }

    /** As it is kept on disk before it is done: what was asked for, not yet how it went. */
    private ResponseOutcome outcomeBefore(Order order) {
        return new ResponseOutcome(
                order.findingId(),
                order.action(),
                node,
                order.container(),
                order.target(),
                ResponseOutcome.Status.VERIFIED,
                "",
                "",
                order.requestedBy(),
                records.now(),
                order.trail(until(order)));
    }

    private long until(Order order) {
        boolean ends = order.action().lasts() && !order.options().lasts().isZero();
        return ends ? records.now() + order.options().lasts().toNanos() : 0;
    }

    private ResponseOutcome end(Order order, Effect effect) {
        ResponseOutcome kept = standing.byId(order.id()).map(Standing::outcome).orElseGet(() -> outcomeBefore(order));
        Trail trail = effect.verified() ? kept.trail() : order.trail(0);
        return new ResponseOutcome(
                order.findingId(),
                order.action(),
                node,
                order.container(),
                order.target(),
                effect.status(),
                effect.how(),
                effect.detail(),
                order.requestedBy(),
                records.now(),
                trail);
    }

    private Effect resume(Order order) {
        Effect effect = ladder.resume(order.container());
        if (effect.verified()) {
            standing.of(order.container().id(), ResponseAction.PAUSE)
                    .ifPresent(pause -> standing.remove(pause.id()).ifPresent(LOG::error));
        }
        return effect;
    }

    /**
     * Takes a response back.
     *
     * @throws IllegalArgumentException if no response with this id lasts
     */
    public ResponseOutcome undo(String id, String requestedBy) {
        Standing one = standing.byId(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no response " + id + " lasts: 'vedette respond list' shows those that do"));
        return undo(one.outcome(), requestedBy);
    }

    /**
     * Takes one of {@link #lasting()} back, which may have been undone since: then nothing is done, and the outcome says so.
     */
    public ResponseOutcome undo(ResponseOutcome asked, String requestedBy) {
        synchronized (lockOf(asked.container())) {
            long began = System.nanoTime();
            Optional<Standing> lasting = standing.byId(asked.id());
            String recovery = lasting.flatMap(culprits::recovery)
                    .map(words -> "; " + words)
                    .orElse("");
            Effect effect = lasting.map(this::undone)
                    .orElseGet(() -> Effect.refused("response " + asked.id()
                            + " does not last any more: it was undone meanwhile, or its container has ended"));
            Trail trail = asked.trail();
            ResponseOutcome outcome = new ResponseOutcome(
                    asked.findingId(),
                    ResponseAction.UNDO,
                    node,
                    asked.container(),
                    asked.target(),
                    effect.status(),
                    effect.how(),
                    asked.action().label() + ": " + effect.detail() + recovery,
                    requestedBy,
                    records.now(),
                    new Trail(newId(), trail.rule(), trail.policy(), trail.why(), asked.id(), 0));
            return records.addUndo(outcome, effect, began);
        }
    }

    private Effect undone(Standing one) {
        Effect effect;
        try {
            effect = ladder.lasting(one.action())
                    .orElseThrow()
                    .undo(one.outcome().container(), one.plan());
        } catch (RuntimeException e) {
            LOG.error("Response {} could not be undone for an error of our own", one.id(), e);
            effect = Effect.failed("", "an error of the sensor itself: " + e);
        }
        if (effect.verified() || ladder.isOver(one)) {
            standing.remove(one.id()).ifPresent(LOG::error);
        }
        return effect;
    }

    /** Takes back those whose time is over. To be called a few times a second. */
    public List<ResponseOutcome> undoDue() {
        List<ResponseOutcome> outcomes = new ArrayList<>();
        List<Standing> all = standing.all();
        if (all.isEmpty()) {
            return outcomes;
        }
        BootMoment now = BootMoment.now();
        for (Standing one : all) {
            if (one.isDueAt(now, records.now()) && records.mayRetry(one.id())) {
                outcomes.add(undo(one.outcome(), TIMER));
            }
        }
        return outcomes;
    }

    /**
     * Looks whether what lasts still has its effect; what has lost it is told once. To be called every few seconds.
     *
     * @return the undoing of what was left of containers that have ended
     */
    public List<ResponseOutcome> lookAgain() {
        List<ResponseOutcome> outcomes = new ArrayList<>();
        for (Standing one : standing.all()) {
            Container container = one.outcome().container();
            synchronized (lockOf(container)) {
                if (standing.byId(one.id()).isEmpty()) {
                    continue;
                }
                if (ladder.isOver(one)) {
                    standing.remove(one.id()).ifPresent(LOG::error);
                } else if (ladder.hasEnded(container)) {
                    if (records.mayRetry(one.id())) {
                        outcomes.add(undo(one.outcome(), END));
                    }
                } else if (!ladder.inForce(one) && !again(one)) {
                    records.lost(one);
                } else {
                    forVictim(one).ifPresent(outcomes::add);
                }
            }
        }
        culprits.keep(standing.all().stream().map(Standing::id).collect(Collectors.toSet()));
        return outcomes;
    }

    /** Of one that is given to a culprit: whether it helps, and its end when the harm has ended. */
    private Optional<ResponseOutcome> forVictim(Standing one) {
        Optional<Victim> victim = Victim.kept(one.plan());
        if (victim.isEmpty()) {
            return Optional.empty();
        }
        return switch (culprits.look(one, victim.get(), ladder.hits(one))) {
            case CulpritCare.Look.Goes() -> Optional.empty();
            case CulpritCare.Look.NoHelp(String words) -> {
                records.noHelp(one, words);
                yield Optional.empty();
            }
            case CulpritCare.Look.Over() ->
                records.mayRetry(one.id()) ? Optional.of(undo(one.outcome(), CALM)) : Optional.empty();
        };
    }

    /** The kernel forgets what is denied with the sensor that said it; all else is for whoever undid it to say. */
    private boolean again(Standing one) {
        return one.action() == ResponseAction.DENY
                && ladder.lasting(one.action())
                        .orElseThrow()
                        .apply(one.outcome().container(), one.plan())
                        .verified();
    }

    /** Hands over what has gone wrong since the last call. */
    public List<ResponseTrouble> troubles() {
        return records.troubles();
    }

    /** The outcomes of late, the oldest first. */
    public List<ResponseOutcome> recent() {
        return records.recent();
    }

    /** What lasts now, the oldest first, as it was asked for. */
    public List<ResponseOutcome> lasting() {
        return standing.all().stream().map(Standing::outcome).toList();
    }

    /** Who has stopped all automatic responses, in words; empty while they go on. */
    public Optional<String> stopped() {
        return killSwitch.stopped();
    }

    /**
     * Stops all automatic responses, or lets them go on.
     *
     * @throws IOException if the folder cannot be written: nothing has changed then
     */
    public void stopAutomatic(boolean stopped, String requestedBy) throws IOException {
        if (stopped) {
            killSwitch.stop(requestedBy, Instant.ofEpochSecond(0, records.now()));
        } else {
            killSwitch.goOn();
        }
        LOG.warn("Automatic responses {} by {}", stopped ? "are stopped" : "were let go on", requestedBy);
    }

    private Object lockOf(Container container) {
        return locks[Math.floorMod(container.id().hashCode(), LOCKS)];
    }

    private static String newId() {
        return "r-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toLowerCase(Locale.ROOT);
    }
}
