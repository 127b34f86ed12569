package dev.vedette.probes;

import dev.vedette.probes.ProbeStatus.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All programs of one fact and the rung on which it stands. It begins at the top; whoever loads lets it fall where the
 * kernel refuses. Below the last rung there is nothing: there a refused program is left out and the rest stays. Not
 * thread-safe.
 */
final class Ladder {
    static final String NOT_WANTED = "not asked for";
    private static final String WHY_LOWER_THAN_COULD_BE =
            "refused when a sensor attached these probes; 'vedette uninstall' and a new start tell why";

    private final String fact;
    private final List<ProgramSpec> programs;
    private final List<Rung> rungs;
    private final Map<String, String> refused = new HashMap<>();
    private final Map<String, String> absent = new HashMap<>();
    private final Map<Rung, String> falls = new EnumMap<>(Rung.class);
    private final Set<String> attached = new HashSet<>();
    private String refusedKind = "";
    private boolean wanted;
    private int at;

    Ladder(String fact, List<ProgramSpec> programs) {
        this.fact = fact;
        this.programs = List.copyOf(programs);
        this.rungs =
                programs.stream().map(ProgramSpec::rung).distinct().sorted().toList();
    }

    String fact() {
        return fact;
    }

    List<ProgramSpec> programs() {
        return programs;
    }

    boolean wanted() {
        return wanted;
    }

    /** Back to the top, nothing attached and nothing known. */
    void begin(boolean isWanted) {
        wanted = isWanted;
        at = 0;
        refused.clear();
        absent.clear();
        falls.clear();
        attached.clear();
        refusedKind = "";
    }

    Rung rung() {
        return rungs.get(at);
    }

    /** Leaves out a program whose hook the kernel does not have. */
    void noteAbsent(ProgramSpec program, String why) {
        absent.put(program.name(), why);
    }

    /** Leaves out a program that the kernel refused. */
    void noteRefused(ProgramSpec program, String why) {
        refused.put(program.name(), why);
        attached.remove(program.name());
    }

    /** The kernel refuses every program of the rung, for what kind it is, and there is no lower one. */
    void noteRefusedKind(String why) {
        refusedKind = why;
    }

    /** Why the rung does not stand with what is left of it; empty if it does, which the last one always does. */
    String broken() {
        if (atBottom()) {
            return "";
        }
        List<ProgramSpec> its = onRung();
        Optional<ProgramSpec> lacking =
                its.stream().filter(p -> !p.optional() && isOut(p)).findFirst();
        if (lacking.isEmpty() && its.stream().allMatch(this::isOut)) {
            lacking = its.stream().findFirst();
        }
        return lacking.map(this::whyOut).orElse("");
    }

    private String whyOut(ProgramSpec program) {
        String why = refused.get(program.name());
        return why == null ? absent.get(program.name()) : program.name() + " was refused: " + why;
    }

    private boolean isOut(ProgramSpec program) {
        return refused.containsKey(program.name())
                || absent.containsKey(program.name())
                || (program.rung() == rung() && !refusedKind.isEmpty());
    }

    private List<ProgramSpec> onRung() {
        return programs.stream().filter(program -> program.rung() == rung()).toList();
    }

    /** To the next lower rung; false on the last one, on which it stays with what is left of it. */
    boolean fall(String why) {
        if (atBottom()) {
            return false;
        }
        falls.put(rung(), why);
        attached.clear();
        at++;
        return true;
    }

    private boolean atBottom() {
        return at == rungs.size() - 1;
    }

    /** The programs to load: those of the rung that were neither refused nor lack a hook. */
    List<ProgramSpec> chosen() {
        return onRung().stream().filter(program -> !isOut(program)).toList();
    }

    void noteAttached(ProgramSpec program) {
        attached.add(program.name());
    }

    /** If any of its programs were found running: on the rung on which they are. */
    void adopt(Set<String> running) {
        if (programs.stream().noneMatch(program -> running.contains(program.name()))) {
            return;
        }
        while (onRung().stream().noneMatch(program -> running.contains(program.name()))
                && fall(WHY_LOWER_THAN_COULD_BE)) {
            // next lower
        }
        for (ProgramSpec program : chosen()) {
            if (running.contains(program.name())) {
                attached.add(program.name());
            } else if (program.rung() != Rung.ON_CALL) {
                refused.put(program.name(), WHY_LOWER_THAN_COULD_BE);
            }
        }
    }

    /** The programs that run. */
    Set<String> attached() {
        return Set.copyOf(attached);
    }

    FactStatus status() {
        boolean runs = !attached.isEmpty() || (wanted && rung() == Rung.ON_CALL);
        return new FactStatus(fact, runs ? Optional.of(rung()) : Optional.empty(), why(), wanted);
    }

    private String why() {
        if (!wanted) {
            return NOT_WANTED;
        }
        List<String> reasons = new ArrayList<>();
        falls.forEach((rung, why) -> reasons.add("not " + rung.label() + ": " + why));
        if (!refusedKind.isEmpty()) {
            reasons.add("not " + rung().label() + ": " + refusedKind);
        }
        onRung().stream()
                .filter(program -> refused.containsKey(program.name()))
                .map(this::whyOut)
                .forEach(reasons::add);
        if (attached.isEmpty() && reasons.isEmpty()) {
            absent.values().stream().findFirst().ifPresent(reasons::add);
        }
        return reasons.stream().distinct().collect(Collectors.joining("; "));
    }

    ProbeStatus status(ProgramSpec program) {
        State state = state(program);
        String why = switch (state) {
            case ATTACHED, ON_CALL -> "";
            case NOT_WANTED -> NOT_WANTED;
            case REFUSED -> refused.get(program.name());
            case HOOK_ABSENT -> absent.get(program.name());
            case KIND_REFUSED -> refusedKind;
            case OTHER_RUNG -> falls.getOrDefault(program.rung(), "told by " + rung().label());
        };
        return new ProbeStatus(program.name(), program.section(), fact, program.rung(), state, why);
    }

    private State state(ProgramSpec program) {
        String name = program.name();
        if (!wanted) {
            return State.NOT_WANTED;
        }
        if (refused.containsKey(name)) {
            return State.REFUSED;
        }
        if (program.rung() != rung()) {
            return State.OTHER_RUNG;
        }
        if (absent.containsKey(name)) {
            return State.HOOK_ABSENT;
        }
        if (!refusedKind.isEmpty()) {
            return State.KIND_REFUSED;
        }
        return program.rung() == Rung.ON_CALL ? State.ON_CALL : State.ATTACHED;
    }
}
