package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LookupListTest {
    private final LookupList list = new LookupList(List.of("a", "b"));

    @Test
    void readsLikeTheListItWasMadeOf() {
        assertThat(list).isEqualTo(List.of("a", "b")).contains("b").doesNotContain("c");
    }

    @Test
    void eachThingIsMadeOfItOnceAndKeptApartFromOthers() {
        AtomicInteger times = new AtomicInteger();
        Function<List<String>, Integer> counting = words -> words.size() + times.getAndIncrement();
        Function<List<String>, String> joining = words -> String.join("+", words);

        assertThat(list.made(counting)).isEqualTo(2);
        assertThat(list.made(joining)).isEqualTo("a+b");
        assertThat(list.made(counting)).isEqualTo(2);
        assertThat(times).hasValue(1);
    }
}
