package dev.vedette.policy.feed;

import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseTarget;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Findings, outcomes and decisions with every field at its extremes. */
public final class ArbitraryFindings extends DomainContextBase {
    private static final List<Severity> SEVERITIES = List.of(Severity.values());

    @Provide
    Arbitrary<Finding> findings() {
        Arbitrary<ProcessInfo> process = processes().injectNull(0.2);
        return Combinators.combine(filled(), text(), containers(), process, places(), verdicts(), longs(), longs())
                .as((id, words, container, actor, place, verdict, happened, decided) -> new Finding(
                        id,
                        "VDT-2002",
                        words,
                        SEVERITIES.get(Math.floorMod(happened, SEVERITIES.size())),
                        List.of("T1611"),
                        words,
                        "node-" + words,
                        container,
                        actor,
                        happened % 3 == 0 ? container : null,
                        place,
                        java.util.Map.of("seen", words, words + "x", ""),
                        verdict,
                        happened % 2 == 0 ? Origin.LIVE : Origin.RECORDING,
                        happened,
                        decided));
    }

    @Provide
    Arbitrary<ResponseOutcome> outcomes() {
        return Combinators.combine(
                        text(),
                        Arbitraries.of(ResponseAction.class),
                        containers(),
                        Arbitraries.of(ResponseOutcome.Status.class),
                        longs())
                .as((words, action, container, status, when) -> new ResponseOutcome(
                        words,
                        action,
                        words,
                        container,
                        words,
                        status,
                        words,
                        words,
                        "someone",
                        when,
                        new ResponseOutcome.Trail(words, words, words, words, words, when)));
    }

    @Provide
    Arbitrary<AdmissionDecision> decisions() {
        return Combinators.combine(
                        filled(),
                        text(),
                        Arbitraries.of(AdmissionDecision.Outcome.class),
                        grounds().list().ofMaxSize(3),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        longs())
                .as((uid, words, outcome, grounds, number, when) -> new AdmissionDecision(
                        uid,
                        outcome,
                        number % 2 == 0,
                        new AdmissionDecision.Asker(words, List.of(words, uid)),
                        new AdmissionDecision.Asked(words, uid, words, words, uid, words),
                        grounds,
                        number,
                        words,
                        words,
                        words,
                        Duration.ofNanos(1_000L * number),
                        when));
    }

    private static Arbitrary<AdmissionDecision.Ground> grounds() {
        return Combinators.combine(
                        filled(),
                        text(),
                        Arbitraries.of(Severity.class),
                        Arbitraries.of(AdmissionDecision.Effect.class))
                .as((check, words, severity, effect) ->
                        new AdmissionDecision.Ground(check, words, severity, effect, words, words));
    }

    private static Arbitrary<Container> containers() {
        Arbitrary<Container.Pod> pods = Combinators.combine(text(), filled())
                .as((a, b) -> new Container.Pod(a, b, a, b, java.util.Map.of(b, a), a))
                .injectNull(0.2)
                .map(pod -> pod == null ? Container.Pod.NONE : pod);
        return Combinators.combine(
                        text(),
                        pods,
                        Arbitraries.of(NamespaceKind.class).set(),
                        longs(),
                        Arbitraries.of(Container.Identity.class),
                        Arbitraries.of(Container.Role.class),
                        securities())
                .as((words, pod, granted, started, identity, role, security) -> new Container(
                        words, words, words, words, words, pod, granted, started, identity, role, security));
    }

    private static Arbitrary<Container.Security> securities() {
        return Combinators.combine(Arbitraries.of(true, false), longs(), text(), Arbitraries.integers())
                .as((flag, number, words, mode) ->
                        new Container.Security(flag, number, new CapabilitySet(number), mode, !flag, flag, words))
                .injectNull(0.2)
                .map(security -> security == null ? Container.Security.UNKNOWN : security);
    }

    private static Arbitrary<ProcessInfo> processes() {
        return process()
                .list()
                .ofMinSize(1)
                .ofMaxSize(ProcessInfo.MAX_ANCESTORS + 1)
                .map(generations -> {
                    ProcessInfo parent = null;
                    for (ProcessInfo one : generations) {
                        parent = new ProcessInfo(
                                one.id(),
                                one.name(),
                                one.executable(),
                                one.arguments(),
                                one.credentials(),
                                one.namespaces(),
                                one.stdio(),
                                parent,
                                one.serving());
                    }
                    return parent;
                });
    }

    private static Arbitrary<ProcessInfo> process() {
        Arbitrary<Stdio.Kind> kinds = Arbitraries.of(Stdio.Kind.class);
        Arbitrary<Stdio> stdio = Combinators.combine(kinds, kinds, kinds).as(Stdio::new);
        return Combinators.combine(
                        Arbitraries.integers(),
                        longs(),
                        text(),
                        files(),
                        text().list().ofMaxSize(4),
                        credentials(),
                        stdio)
                .as((pid, start, name, file, arguments, credentials, streams) -> new ProcessInfo(
                        new ProcessId(pid, start),
                        name,
                        file,
                        arguments,
                        credentials,
                        new Namespaces(start, pid, 1, 2, 3, 4, 5),
                        streams,
                        null,
                        pid % 2 == 0));
    }

    private static Arbitrary<FileObject> files() {
        return Combinators.combine(
                        text(),
                        longs(),
                        Arbitraries.integers(),
                        Arbitraries.of(OverlayLayer.class),
                        Arbitraries.of(FileObject.PathEnd.class))
                .as((path, number, mode, layer, end) -> new FileObject(
                        path,
                        number,
                        ~number,
                        number,
                        number,
                        mode,
                        mode,
                        number,
                        layer,
                        end,
                        Integer.toUnsignedLong(mode)));
    }

    private static Arbitrary<Credentials> credentials() {
        return Combinators.combine(Arbitraries.longs().between(0, 0xffff_ffffL), longs(), Arbitraries.of(-1, 0, 1, 2))
                .as((uid, bits, seccomp) -> new Credentials(
                        uid,
                        0,
                        uid,
                        0,
                        new CapabilitySet(bits),
                        new CapabilitySet(~bits),
                        CapabilitySet.NONE,
                        CapabilitySet.ALL,
                        new CapabilitySet(-1),
                        seccomp,
                        bits % 2 == 0))
                .injectNull(0.1)
                .map(known -> known == null ? Credentials.UNKNOWN : known);
    }

    private static Arbitrary<Place> places() {
        return Combinators.combine(text(), Arbitraries.integers())
                .as((words, line) -> new Place(words, words, words, words, words, line, line))
                .injectNull(0.3)
                .map(place -> place == null ? Place.NONE : place);
    }

    private static Arbitrary<Verdict> verdicts() {
        return Combinators.combine(Arbitraries.of(ResponseAction.class), Arbitraries.of(true, false), text(), options())
                .as((action, enforced, words, options) ->
                        new Verdict(action, enforced, words, words, words, options).with(considered(enforced, words)));
    }

    private static List<Considered> considered(boolean decided, String words) {
        return List.of(
                new Considered(Considered.Kind.RESPONSE, words, words, List.of(), decided),
                new Considered(Considered.Kind.EXCEPTION, words, words, List.of(words, "other"), false));
    }

    private static Arbitrary<ResponseOptions> options() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.longs().between(0, 1L << 40),
                        Arbitraries.of("10.0.0.0/8", "fd00::/8", "192.0.2.7")
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(DeniedAction.class).set())
                .as((seconds, bytes, except, dns, denied) -> new ResponseOptions(
                        Duration.ofSeconds(seconds),
                        new ResponseOptions.Limits(seconds == 0 ? 0 : seconds % 5_000 + 10, bytes, bytes, seconds),
                        except,
                        dns ? List.of("10.96.0.10") : List.of(),
                        dns ? Duration.ofSeconds(seconds) : null,
                        List.copyOf(denied),
                        dns ? ResponseTarget.CULPRIT : ResponseTarget.CONTAINER));
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.longs();
    }

    private static Arbitrary<String> filled() {
        return Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(12);
    }

    /** Any text but lone surrogates, which no encoding of Unicode can carry. */
    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .filter(s -> s.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }
}
