package dev.vedette.sensor.identity.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.identity.FakeNode;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.spoken.Dialect;
import dev.vedette.sensor.spoken.SpokenContainer;
import dev.vedette.sensor.spoken.SpokenCri;
import dev.vedette.sensor.spoken.SpokenRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runtimes that are only spoken, see {@link SpokenCri}. */
class RuntimesWithoutEventsTest {
    private static final String POD = "d".repeat(64);
    private static final SpokenContainer A = new SpokenContainer("a".repeat(64), POD, "a", 0);
    private static final SpokenContainer B = new SpokenContainer("b".repeat(64), POD, "b", 0);

    @TempDir
    Path folder;

    private final RuntimeNews news = new RuntimeNews(64);
    private final Set<String> known = new HashSet<>();

    static Stream<Dialect> withoutEvents() {
        return Stream.of(Dialect.CRI_DOCKERD, Dialect.CRI_O);
    }

    @ParameterizedTest
    @MethodSource("withoutEvents")
    void whatComesAndGoesIsSeenInTheListWithoutAskingForEverythingAgain(Dialect dialect) throws Exception {
        SpokenCri cri = new SpokenCri(dialect);
        cri.pod(POD, "shop-1");
        cri.container(A);
        try (var _ = served(cri);
                CriClient client = client();
                RuntimeWatch watch = watch(client)) {
            watch.start();
            await(() -> knows(A.id()) && watch.synced());

            cri.container(B);
            await(() -> knows(B.id()));
            int asked = cri.asked();
            int listed = cri.listed();
            cri.remove(A.id());
            await(() -> !knows(A.id()));
            await(() -> cri.listed() >= listed + 3);

            assertThat(knows(B.id())).isTrue();
            assertThat(cri.asked()).isEqualTo(asked);
            assertThat(watch.trouble()).isEmpty();
            assertThat(watch.synced()).isTrue();
        }
    }

    @Test
    void aQuestionIsAnsweredBeforeTheNextListing() throws Exception {
        SpokenCri cri = new SpokenCri(Dialect.CRI_DOCKERD);
        cri.pod(POD, "shop-1");
        try (var _ = served(cri);
                CriClient client = client();
                RuntimeWatch watch = watch(client)) {
            watch.start();
            await(watch::synced);
            int listed = cri.listed();

            cri.container(A);
            news.ask(A.id());

            await(() -> knows(A.id()));
            assertThat(cri.listed()).isLessThanOrEqualTo(listed + 1);
        }
    }

    @Test
    void tenThousandContainersAreAllToldAndWhatHasNoPossibleIdIsNot() throws Exception {
        SpokenCri cri = new SpokenCri(Dialect.CRI_O);
        cri.pod(POD, "shop-1");
        for (int i = 0; i < 10_000; i++) {
            cri.container(new SpokenContainer("%064x".formatted(i), POD, "c" + i, 0));
        }
        cri.container(new SpokenContainer("../../etc/passwd", POD, "odd", 0));
        cri.container(new SpokenContainer("\033[2J", POD, "odd", 0));
        try (var _ = served(cri);
                CriClient client = client();
                RuntimeWatch watch = watch(client)) {
            watch.start();
            await(watch::synced);
            await(() -> knows("%064x".formatted(9_999)));

            assertThat(known).hasSize(10_001); // with the pod's sandbox
        }
    }

    @Test
    void whatWasKnownStaysKnownWhileTheRuntimeIsAway() throws Exception {
        SpokenCri cri = new SpokenCri(Dialect.CRI_DOCKERD);
        cri.pod(POD, "shop-1");
        cri.container(A);
        try (CriClient client = client();
                RuntimeWatch watch = watch(client)) {
            try (var _ = served(cri)) {
                watch.start();
                await(() -> knows(A.id()) && watch.synced());
            }
            await(() -> watch.trouble().isPresent());
            assertThat(watch.trouble().orElseThrow()).contains("r.sock").contains("start the runtime");
            assertThat(knows(A.id())).isTrue();

            try (var _ = served(cri)) {
                await(() -> watch.trouble().isEmpty() && watch.synced());
                assertThat(knows(A.id())).isTrue();
            }
        }
    }

    private SpokenRuntime served(SpokenCri cri) throws IOException {
        return new SpokenRuntime(folder.resolve("r.sock"), cri);
    }

    private CriClient client() {
        return new CriClient(new RuntimeEndpoint(RuntimeKind.OTHER, folder.resolve("r.sock")), Duration.ofSeconds(30));
    }

    private RuntimeWatch watch(CriClient client) {
        return new RuntimeWatch(client, new FakeNode(), news, new RuntimeMetrics(new Metrics()), Clock.systemUTC());
    }

    private boolean knows(String id) {
        for (RuntimeNews.News one = news.poll(); one != null; one = news.poll()) {
            switch (one) {
                case RuntimeNews.Known now -> known.add(now.container().id());
                case RuntimeNews.Gone gone -> known.remove(gone.containerId());
            }
        }
        return known.contains(id);
    }

    /** Takes the news meanwhile, which are waited for where nobody takes them. */
    private void await(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 6000 && !condition.getAsBoolean(); tries++) {
            var unused = knows("");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
