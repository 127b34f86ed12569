package dev.vedette.tests.tricks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was seen of one trick.
 *
 * @param name as {@link Attempt#name}
 * @param told of each of its deeds
 * @param lacks as {@link Attempt#lacks}
 * @param failure as {@link Attempt#failure}
 */
public record Seen(String name, List<Told> told, String lacks, String failure) {
    public Seen {
        told = List.copyOf(told);
    }

    /**
     * What was told of a deed.
     *
     * @param deed in words
     * @param containers who is said to have done it: empty if it was not told; an empty text stands for the node
     */
    public record Told(String deed, Set<String> containers) {
        public Told {
            containers = Set.copyOf(containers);
        }
    }

    /** By a witness who was there, and has read all that was told. */
    public static Seen of(Attempt attempt, Witness witness) {
        List<Told> told = attempt.deeds().stream()
                .map(deed -> new Told(
                        deed.toString(),
                        witness.told(deed::isToldBy)
                                .map(Witness.Testimony::container)
                                .collect(Collectors.toUnmodifiableSet())))
                .toList();
        return new Seen(attempt.name(), told, attempt.lacks(), attempt.failure());
    }

    /**
     * One sentence for everything that is not as it should be: each deed told as the container's and nobody else's, or
     * not at all where the page says so.
     *
     * @param documentedAsUnseen whether docs/rungs.md says that this is not seen
     */
    public List<String> wrong(String container, boolean documentedAsUnseen) {
        List<String> wrong = new ArrayList<>();
        if (!failure.isEmpty()) {
            wrong.add(name + " did not work: " + failure);
        } else if (!lacks.isEmpty()) {
            told.stream()
                    .filter(one -> !one.containers().isEmpty())
                    .forEach(one -> wrong.add(name + " is impossible and so must not be told: " + one));
        } else if (told.isEmpty()) {
            wrong.add(name + " said nothing");
        } else {
            told.stream()
                    .filter(one -> !one.containers().equals(documentedAsUnseen ? Set.of() : Set.of(container)))
                    .forEach(one -> wrong.add(sentence(one, documentedAsUnseen)));
        }
        return wrong;
    }

    private String sentence(Told one, boolean documentedAsUnseen) {
        if (documentedAsUnseen) {
            return name + ": docs/rungs.md says that this is not seen; it is, so take it off the page: " + one;
        }
        return name + (one.containers().isEmpty() ? " was not told: " : " was told of another: ") + one;
    }
}
