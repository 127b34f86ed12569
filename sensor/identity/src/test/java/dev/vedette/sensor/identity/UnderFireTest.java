package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.IdentityObserved.State;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Identity where it is hardest: containers that end at once, many at a time, and a runtime that is killed meanwhile. With
 * the bounds that a sensor has without being told otherwise.
 *
 * <p>{@code -Dvedette.fire.containers=1000 -Dvedette.fire.kills=20} for the full measure, which takes minutes.
 */
@RequiresContainers
@Timeout(900)
class UnderFireTest {
    private static final int ONE_AFTER_THE_OTHER = Integer.getInteger("vedette.fire.containers", 60);
    private static final int AT_ONCE = 100;
    private static final int PODS = 5;
    private static final int KILLS = Integer.getInteger("vedette.fire.kills", 4);

    @TempDir
    Path work;

    private final Crowd crowd = new Crowd("crowd");
    private PrivateContainerd containerd;

    @BeforeEach
    void startContainerd() throws IOException {
        containerd = PrivateContainerd.start(work.resolve("c"));
        ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
    }

    @AfterEach
    void stopContainerd() throws IOException {
        containerd.close();
    }

    private LiveSensor sensor() throws Exception {
        return new LiveSensor(new CriClient(containerd.endpoint()), IdentitySettings.DEFAULT.waitForRuntime());
    }

    private RunningPod pod(String name) {
        return containerd
                .pods()
                .pod("crowd", name)
                .label("app", "shop")
                .label("pod-template-hash", "7f9c")
                .run();
    }

    @Test
    void everyFirstProgramOfAThousandShortContainersCarriesTheRightIdentity(TestReporter report) throws Exception {
        try (LiveSensor sensor = sensor()) {
            List<RunningPod> pods = new ArrayList<>();
            for (int i = 0; i < PODS; i++) {
                pods.add(pod("shop-7f9c-bcdf" + "bcdfg".charAt(i)));
            }
            for (int i = 0; i < ONE_AFTER_THE_OTHER; i++) {
                crowd.create(pods.get(i % PODS)).start();
            }
            List<Callable<Object>> starts = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                RunningContainer container = crowd.create(pods.get(i % PODS));
                starts.add(Executors.callable(container::start));
            }
            allAtOnce(starts);
            await(() -> crowd.isSeen(sensor));

            report.publishEntry("containers", Integer.toString(crowd.size()));
            report.publishEntry(
                    "named late", Integer.toString(crowd.namedLate(sensor).size()));
            assertThat(crowd.wrong(sensor)).isEmpty();
            assertThat(crowd.namedLate(sensor)).isEmpty();
            crowd.isWhole(sensor);
        }
    }

    private static void allAtOnce(List<Callable<Object>> starts) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> started : threads.invokeAll(starts)) {
                started.get();
            }
        }
    }

    @Test
    void noIdentityIsWrongHoweverOftenTheRuntimeIsKilledUnderChurn(TestReporter report) throws Exception {
        try (LiveSensor sensor = sensor()) {
            RunningPod lasting = pod("shop-7f9c-bcdfg");
            for (int i = 0; i < 3; i++) {
                lasting.container("lasting-" + i)
                        .command("sh", "-c", "while true; do sleep 0.3; /bin/ls /lasting; done")
                        .run();
            }
            AtomicBoolean over = new AtomicBoolean();
            Thread churn = Thread.ofVirtual().start(() -> churn(over));
            for (int i = 0; i < KILLS; i++) {
                int before = crowd.size();
                await(() -> crowd.size() > before);
                containerd.kill();
                await(() -> !sensor.watch().synced());
                containerd.startAgain();
                await(sensor.watch()::synced);
            }
            over.set(true);
            churn.join();
            Crowd after = new Crowd("after");
            RunningPod again = pod("shop-7f9c-zzzzz");
            after.create(again).start();
            await(() -> after.isSeen(sensor));
            await(() -> notReconciled(sensor).isEmpty(), () -> notReconciled(sensor));

            report.publishEntry("containers", Integer.toString(crowd.size()));
            report.publishEntry(
                    "named late", Integer.toString(crowd.namedLate(sensor).size()));
            assertThat(crowd.wrong(sensor)).isEmpty();
            assertThat(after.wrong(sensor)).isEmpty();
            assertThat(sensor.programs("/lasting"))
                    .allMatch(exec -> exec.container().name().startsWith("lasting-"))
                    .allMatch(exec -> exec.container().pod().uid().equals(lasting.uid()));
            assertThat(sensor.all(IdentityObserved.class)).noneMatch(seen -> seen.state() == State.CHANGED);
        }
    }

    /** Makes short containers without end; what fails because the runtime is away is tried no more. */
    private void churn(AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            try (RunningPod pod = pod("shop-7f9c-" + i)) {
                for (int j = 0; j < 5 && !over.get(); j++) {
                    crowd.create(pod).start();
                }
            } catch (StatusRuntimeException | ContainerRuntimeException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What the sensor knows and the runtime does not list as living, and what runs and the sensor does not know. A container
     * that a runtime was killed over while it began stays created for ever: its first process lives and waits.
     */
    private String notReconciled(LiveSensor sensor) {
        try {
            var listed = containerd.client().containers();
            var living = ids(listed, container -> container.state() != ContainerState.EXITED);
            var running = ids(listed, container -> container.state() == ContainerState.RUNNING);
            var known = sensor.living().stream()
                    .filter(container -> container.identity() == Identity.KNOWN)
                    .map(Container::id)
                    .collect(Collectors.toSet());
            Set<String> unknown = new TreeSet<>(running);
            unknown.removeAll(known);
            known.removeAll(living);
            return known.isEmpty() && unknown.isEmpty() && running.size() >= 3
                    ? ""
                    : "ended and still known: " + known + ", not known: " + unknown + ", listed: "
                            + listed.stream()
                                    .filter(container ->
                                            known.contains(container.id()) || unknown.contains(container.id()))
                                    .toList()
                            + ", of these the sensor has "
                            + sensor.living().stream()
                                    .filter(container -> unknown.contains(container.id()))
                                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> ids(List<ContainerDetail> containers, Predicate<ContainerDetail> which) {
        return containers.stream().filter(which).map(ContainerDetail::id).collect(Collectors.toSet());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        await(condition, () -> "");
    }

    /** Once is enough: what has just ended may already be unknown here and still be listed there. */
    private static void await(BooleanSupplier condition, Supplier<String> otherwise) throws InterruptedException {
        boolean met = condition.getAsBoolean();
        for (int tries = 0; tries < 6000 && !met; tries++) {
            TimeUnit.MILLISECONDS.sleep(20);
            met = condition.getAsBoolean();
        }
        assertThat(met).as(otherwise).isTrue();
    }
}
