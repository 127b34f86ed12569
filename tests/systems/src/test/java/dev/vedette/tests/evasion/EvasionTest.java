package dev.vedette.tests.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.Rung;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.tricks.Attempt;
import dev.vedette.tests.tricks.Blind;
import dev.vedette.tests.tricks.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever way a container does a thing, it is told with the right object and the right container, or the way stands in
 * docs/rungs.md as one that this rung does not see.
 */
@OnRealContainers
class EvasionTest {
    private static final int WAYS_AT_LEAST = 40;
    private static final List<String> FAMILIES = List.of("file", "exec", "mount", "namespace", "socket");
    /** Changes of files, by the doors at which only a few of them could be looked for. */
    private static final String OTHER_DOORS = "change";

    /** What uname -r says. */
    private static final String RELEASE = System.getProperty("os.version");

    @TempDir
    static Path work;

    private static TrickRange range;
    private static final Map<String, List<Attempt>> PLAYED = new LinkedHashMap<>();

    @BeforeAll
    static void play() throws Exception {
        range = new TrickRange(work, ProbeSettings.defaults());
        for (String family : FAMILIES) {
            PLAYED.put(family, range.play(family));
        }
        PLAYED.put(OTHER_DOORS, range.play(OTHER_DOORS));
    }

    @AfterAll
    static void end() {
        if (range != null) {
            range.close();
        }
    }

    @Test
    void everyFamilyIsDoneInManyWays() {
        assertThat(FAMILIES)
                .allSatisfy(family -> assertThat(PLAYED.get(family))
                        .as(family)
                        .hasSizeGreaterThanOrEqualTo(WAYS_AT_LEAST)
                        .extracting(Attempt::name)
                        .doesNotHaveDuplicates());
    }

    @Test
    void thePageNamesNoWayThatIsNotTried() throws Exception {
        Set<String> named = new Blind().at(Rung.TRACEPOINT, RELEASE);

        assertThat(PLAYED.values().stream().flatMap(List::stream).map(Attempt::name))
                .containsAll(named);
    }

    @TestFactory
    Stream<DynamicNode> eachWayIsToldOrIsOnThePage() throws Exception {
        Blind blind = new Blind();
        List<DynamicNode> tests = new ArrayList<>();
        PLAYED.forEach((family, attempts) -> {
            Set<String> unseen = blind.at(Rung.TRACEPOINT, RELEASE);
            attempts.forEach(attempt -> tests.add(
                    DynamicTest.dynamicTest(title(attempt), () -> check(attempt, unseen.contains(attempt.name())))));
        });
        return tests.stream();
    }

    /** Says where the kernel has no such way: then there is nothing that could be seen. */
    private static String title(Attempt attempt) {
        return attempt.lacks().isEmpty() ? attempt.name() : attempt.name() + ", impossible here: " + attempt.lacks();
    }

    private static void check(Attempt attempt, boolean documentedAsUnseen) {
        assertThat(Seen.of(attempt, range.witness()).wrong(range.containerId(), documentedAsUnseen))
                .isEmpty();
    }
}
