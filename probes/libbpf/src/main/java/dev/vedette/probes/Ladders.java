package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The facts of one object, in its order, and every program by its position, which is its place. Not thread-safe. */
final class Ladders {
    private final List<ProgramSpec> programs;
    private final Map<String, Ladder> byFact;

    private Ladders(List<ProgramSpec> programs) {
        this.programs = List.copyOf(programs);
        Map<String, List<ProgramSpec>> facts = new LinkedHashMap<>();
        programs.forEach(program ->
                facts.computeIfAbsent(program.fact(), _ -> new ArrayList<>()).add(program));
        byFact = new LinkedHashMap<>();
        facts.forEach((fact, its) -> byFact.put(fact, new Ladder(fact, its)));
    }

    /** Of an object that was opened and of which nothing was chosen yet. */
    static Ladders of(BpfObject object) {
        return of(object.programs().stream().map(ProgramSpec::of).toList());
    }

    static Ladders of(List<ProgramSpec> programs) {
        return new Ladders(programs);
    }

    /** By place. */
    List<ProgramSpec> programs() {
        return programs;
    }

    List<Ladder> all() {
        return List.copyOf(byFact.values());
    }

    Set<String> facts() {
        return byFact.keySet();
    }

    Ladder of(String fact) {
        Ladder ladder = byFact.get(fact);
        if (ladder == null) {
            throw new IllegalArgumentException(
                    "The eBPF programs tell nothing named '" + fact + "', only " + byFact.keySet());
        }
        return ladder;
    }

    Ladder of(BpfProgram program) {
        return of(spec(program.name()).fact());
    }

    ProgramSpec spec(String name) {
        return programs.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The object has no program '" + name + "'"));
    }

    List<ProbeStatus> probes() {
        return programs.stream()
                .map(program -> of(program.fact()).status(program))
                .toList();
    }

    List<FactStatus> statuses() {
        return byFact.values().stream().map(Ladder::status).toList();
    }
}
