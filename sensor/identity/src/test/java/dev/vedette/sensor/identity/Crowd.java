package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many containers whose first program carries a marker in its arguments, and who each of them is by the word of whoever
 * made it. Thread-safe.
 */
final class Crowd {
    private final String mark;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    /** Who a container is. */
    private record Made(String id, String name, String podUid) {}

    /** @param name no other crowd has it */
    Crowd(String name) {
        this.mark = name + "-marker-";
    }

    /** Makes one that ends at once; it is not started yet. */
    RunningContainer create(RunningPod pod) {
        int number = numbers.incrementAndGet();
        String marker = mark + number;
        RunningContainer container = pod.container("short-" + number)
                .command("true", marker)
                .runtimeSeccomp()
                .create();
        made.put(marker, new Made(container.id(), container.name(), pod.uid()));
        return container;
    }

    int size() {
        return made.size();
    }

    /** First programs of this crowd, in the order in which the sensor told them. */
    private List<ProcessExecuted> programs(LiveSensor sensor) {
        return sensor.all(ProcessExecuted.class)
                .filter(exec -> exec.arguments().getLast().startsWith(mark))
                .toList();
    }

    boolean isSeen(LiveSensor sensor) {
        return programs(sensor).stream()
                        .filter(exec -> exec.container().identity() == Identity.KNOWN)
                        .map(exec -> exec.arguments().getLast())
                        .distinct()
                        .count()
                >= made.size();
    }

    /** Those of which the sensor has said something that is not so. */
    List<String> wrong(LiveSensor sensor) {
        List<String> wrong = new ArrayList<>();
        for (ProcessExecuted exec : programs(sensor)) {
            Made real = made.get(exec.arguments().getLast());
            if (real != null && !isRight(exec.container(), real)) {
                wrong.add(real + " was told as " + exec.container());
            }
        }
        return wrong;
    }

    private static boolean isRight(Container told, Made real) {
        boolean known = told.identity() == Identity.KNOWN;
        return told.id().equals(real.id())
                && (!known
                        || (told.name().equals(real.name()) && told.pod().uid().equals(real.podUid())));
    }

    /** Those whose first program was told without their name. */
    List<String> namedLate(LiveSensor sensor) {
        Map<String, ProcessExecuted> first = new ConcurrentHashMap<>();
        programs(sensor).forEach(exec -> first.putIfAbsent(exec.arguments().getLast(), exec));
        return first.values().stream()
                .filter(exec -> exec.container().identity() != Identity.KNOWN)
                .map(exec -> exec.arguments().getLast())
                .toList();
    }

    /** Everything that an identity is to carry is there. */
    void isWhole(LiveSensor sensor) {
        assertThat(programs(sensor))
                .filteredOn(exec -> exec.container().identity() == Identity.KNOWN)
                .allSatisfy(exec -> {
                    Container container = exec.container();
                    assertThat(container.image()).isNotEmpty();
                    assertThat(container.imageDigest()).startsWith("sha256:");
                    assertThat(container.pod().namespace()).isEqualTo("crowd");
                    assertThat(container.pod().workload()).isEqualTo("shop");
                    assertThat(container.pod().ownerKind()).isEqualTo("Deployment");
                    assertThat(container.pod().labels()).containsEntry("app", "shop");
                    assertThat(container.security().seccompMode()).isEqualTo(2);
                    assertThat(container.security().privileged()).isFalse();
                    assertThat(container.security().uid()).isZero();
                });
    }
}
