package dev.vedette.policy.manifest.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ReadAheadTest {
    private static final int MANY = 1_000;

    private final List<Integer> done = new ArrayList<>();

    @Test
    void doesWhatIsLeftInTheOrderOfReadingOnTheCallersThread() {
        Thread caller = Thread.currentThread();

        ReadAhead.run(then -> IntStream.range(0, MANY)
                .forEach(i -> then.accept(() -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    done.add(i);
                })));

        assertThat(done).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void readsTheNextPartWhileOneIsJudged() {
        CountDownLatch nextIsRead = new CountDownLatch(1);

        ReadAhead.run(then -> {
            then.accept(() -> await(nextIsRead));
            nextIsRead.countDown();
            then.accept(() -> done.add(2));
        });

        assertThat(done).containsExactly(2);
    }

    @Test
    void holdsNoMoreThanAFewPartsAtATime() {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        ReadAhead.run(then -> IntStream.range(0, MANY).forEach(_ -> {
            most.accumulateAndGet(held.incrementAndGet(), Math::max);
            then.accept(held::decrementAndGet);
        }));

        assertThat(most.get()).isLessThanOrEqualTo(6);
    }

    @Test
    void throwsWhatTheReaderThrewOnceAllBeforeItIsDone() {
        assertThatThrownBy(() -> ReadAhead.run(then -> {
                    then.accept(() -> done.add(1));
                    throw new IllegalArgumentException("no chart was met");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no chart was met");

        assertThat(done).containsExactly(1);
    }

    @Test
    void stopsTheReaderIfJudgingFails() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);

        assertThatThrownBy(() -> ReadAhead.run(then -> {
                    try {
                        while (true) {
                            then.accept(() -> {
                                throw new IllegalStateException("judging failed");
                            });
                        }
                    } finally {
                        stopped.countDown();
                    }
                }))
                .hasMessage("judging failed");

        stopped.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
