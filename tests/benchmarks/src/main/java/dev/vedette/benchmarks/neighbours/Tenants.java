package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.LoadsProgram;
import dev.vedette.benchmarks.neighbours.Service.Work;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.SlowWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The containers of a private containerd, some to a lane. They get a GiB of memory together, so that what fills it harms no one else. */
record Tenants(List<Lane> lanes) implements AutoCloseable {
    /** Where the loads' program is in each of them. */
    static final String PROGRAM = "/bin/neighbour";

    /** What the loads that read find in the first noisy one. */
    static final String ON_DISK = "/on-disk";

    static final String UNCACHED = "/uncached";

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final long TIMES_USUAL = 8;
    private static final int NOISY = 3;
    private static final long MEMORY = 1L << 30;

    /** @param count of lanes, one CPU each */
    static Tenants start(PrivateContainerd containerd, Path folder, int count) throws IOException {
        ImageBuilder.busybox(folder.resolve("image"))
                .file(PROGRAM, LoadsProgram.bytes(), "rwxr-xr-x")
                .importInto(containerd);
        List<Lane> lanes = new ArrayList<>();
        for (int cpu = 0; cpu < count; cpu++) {
            lanes.add(new Start(containerd, folder, cpu).lane());
        }
        limit(containerd.cgroupParent());
        return new Tenants(lanes);
    }

    private record Start(PrivateContainerd containerd, Path folder, int cpu) {
        Lane lane() throws IOException {
            List<RunningContainer> noisy = new ArrayList<>();
            for (int i = 1; i <= NOISY; i++) {
                noisy.add(idle("noisy-" + i));
            }
            return new Lane(
                    cpu,
                    service("service", Work.ON_CPU),
                    // One of each: what they wait for is everybody's.
                    cpu % 2 == 0
                            ? List.of(service("ledger", Work.ON_DISK), service("gateway", Work.ON_NETWORK))
                            : List.of(service("cache", Work.IN_MEMORY)),
                    noisy,
                    idle("batch"));
        }

        private Service service(String name, Work usual) throws IOException {
            Path shared = folder.resolve(unique(name));
            Service.prepare(shared, usual);
            RunningContainer container = request(name)
                    .mount(shared, "/shared", false)
                    .command("taskset", Long.toHexString(1L << cpu), PROGRAM, "serve", "/shared", SlowWire.FAR_END)
                    .run();
            return new Service(container, shared, usual);
        }

        private RunningContainer idle(String name) {
            return request(name).command("sleep", "100000").run();
        }

        private ContainerRequest request(String name) {
            return containerd
                    .pods()
                    .pod("bench", unique(name))
                    .run()
                    .container(unique(name))
                    .runtimeSeccomp();
        }

        private String unique(String name) {
            return name + "-" + cpu;
        }
    }

    /** What else the machine does is to disturb them little. They must not starve the sensor, which no node's workloads can. */
    private static void limit(String parent) throws IOException {
        write(parent, "memory", "memory.limit_in_bytes", "memory.max", MEMORY);
        write(parent, "cpu", "cpu.shares", "cpu.weight", TIMES_USUAL * (isVersionTwo(parent) ? 100 : 1024));
    }

    private static boolean isVersionTwo(String parent) {
        return Files.exists(ROOT.resolve(parent.substring(1)).resolve("cpu.weight"));
    }

    private static void write(String parent, String controller, String one, String two, long value) throws IOException {
        Path old = ROOT.resolve(controller + parent).resolve(one);
        Path file = Files.exists(old) ? old : ROOT.resolve(parent.substring(1)).resolve(two);
        Files.writeString(file, Long.toString(value));
    }

    Stream<RunningContainer> containers() {
        return lanes.stream().flatMap(lane -> lane.containers().stream());
    }

    /** Lets the lanes that have a service which needs it send over a wire, and somebody answer there. */
    void connect(SlowWire wire, Path folder) throws IOException {
        wire.answerBy(LoadsProgram.unpackIn(folder).toString(), "echo");
        for (Lane lane : lanes) {
            if (lane.needing(Resource.NETWORK).isPresent()) {
                for (RunningContainer container : lane.containers()) {
                    wire.connect(container);
                }
            }
        }
    }

    /** Makes what loads read. */
    void fill() {
        for (Lane lane : lanes) {
            lane.run(lane.noisy().getFirst(), "fill", 256, ON_DISK);
            lane.noisy().getFirst().exec("truncate", "-s", "2G", UNCACHED);
        }
    }

    /** Kills them; what they have written stays. */
    @Override
    public void close() {
        containers().forEach(RunningContainer::stop);
    }
}
