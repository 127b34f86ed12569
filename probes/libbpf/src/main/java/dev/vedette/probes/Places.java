package dev.vedette.probes;

import dev.vedette.probes.libbpf.Constants;
import java.util.List;
import java.util.Optional;

/**
 * The places of the kernel side that count what went wrong, and their runs: one for each program, numbered by its
 * position in the object. The programs know their number by a constant that is set before they are loaded.
 */
final class Places {
    private static final String PREFIX = "place_of_";

    private final List<ProgramSpec> programs;

    Places(Ladders ladders) {
        this.programs = ladders.programs();
    }

    /**
     * Tells every program its number.
     *
     * @throws ProbesUnavailableException if one has no place: what it loses would be counted for another
     */
    void number(Constants constants) throws ProbesUnavailableException {
        for (int place = 0; place < programs.size(); place++) {
            String program = programs.get(place).name();
            if (!constants.set(PREFIX + program, place)) {
                throw new ProbesUnavailableException("The program '" + program
                        + "' has no place to count its failures at: add PLACED(" + program
                        + "); to its file, use PLACE(" + program + ") in it, and build the object anew");
            }
        }
    }

    static boolean isPlace(String constant) {
        return constant.startsWith(PREFIX);
    }

    /** The program's name, or {@code place N} for a number that no program has. */
    String name(int place) {
        return find(place).map(ProgramSpec::name).orElse("place " + place);
    }

    private Optional<ProgramSpec> find(int place) {
        return place < 0 || place >= programs.size() ? Optional.empty() : Optional.of(programs.get(place));
    }
}
