package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Some containers that share one CPU, so that what goes on in one lane leaves the CPU of the others alone.
 *
 * @param service the victim of what takes the CPU
 * @param others the victims of what takes something else
 * @param noisy three that do nothing until they are told to
 * @param batch one that has its hours
 */
record Lane(int cpu, Service service, List<Service> others, List<RunningContainer> noisy, RunningContainer batch) {
    Lane {
        others = List.copyOf(others);
        noisy = List.copyOf(noisy);
    }

    List<Service> services() {
        return Stream.concat(Stream.of(service), others.stream()).toList();
    }

    /** The service that is the victim of who takes this, if there is one here. */
    Optional<Service> needing(Resource resource) {
        return resource == Resource.CPU
                ? Optional.of(service)
                : others.stream().filter(other -> other.usual().needs(resource)).findFirst();
    }

    /** All of its containers. */
    List<RunningContainer> containers() {
        List<RunningContainer> all = new ArrayList<>(noisy);
        services().forEach(one -> all.add(one.container()));
        all.add(batch);
        return all;
    }

    boolean holds(String container) {
        return containers().stream().anyMatch(one -> one.name().equals(container));
    }

    /** Has a container run the loads' program on this lane's CPU, to its end. */
    void run(RunningContainer container, Object... arguments) {
        List<String> command = new ArrayList<>(List.of("taskset", mask(), Tenants.PROGRAM));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        var result = container.exec(command.toArray(String[]::new));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(container.name() + " could not " + command + ": " + result);
        }
    }

    /** As taskset(1) takes it. */
    String mask() {
        return Long.toHexString(1L << cpu);
    }
}
