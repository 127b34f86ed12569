package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A container that answers requests and measures how long each took from when it was due.
 *
 * @param folder what it and we see of one another
 * @param usual what it is to do as a rule
 */
record Service(RunningContainer container, Path folder, Work usual) {
    private static final String LATENCY = "latency";

    /**
     * What a service does.
     *
     * @param workers that answer at the same time
     * @param cpuMicros CPU time of a request
     * @param betweenMicros from one request of a worker to its next
     * @param reads pages read from the disk for a request
     * @param pages pages of memory, mapped from a file, that a request looks at
     * @param exchanges datagrams of 1,000 bytes that a request sends to the far end, one after the other is answered
     */
    record Work(int workers, int cpuMicros, int betweenMicros, int reads, int pages, int exchanges) {
        /** Three fifths of a CPU. */
        static final Work ON_CPU = new Work(1, 6_000, 10_000, 0, 0, 0);

        static final Work ON_DISK = new Work(1, 50, 50_000, 1, 0, 0);
        static final Work IN_MEMORY = new Work(1, 50, 50_000, 0, 200, 0);
        /** A fifth of what the wire lets pass. */
        static final Work ON_NETWORK = new Work(1, 50, 20_000, 0, 0, 1);

        /** One request in ten seconds. */
        static final Work NEXT_TO_NOTHING = new Work(1, 50, 10_000_000, 0, 0, 0);

        /** Whether it is slower when somebody takes it away. */
        boolean needs(Resource resource) {
            return switch (resource) {
                case CPU -> cpuMicros > 0;
                case DISK -> reads > 0;
                case MEMORY -> pages > 0;
                case NETWORK -> exchanges > 0;
            };
        }

        Work withWorkers(int count) {
            return new Work(count, cpuMicros, betweenMicros, reads, pages, exchanges);
        }
    }

    /** The requests of a second that ended then, each in milliseconds. */
    record Second(long endMillis, List<Double> latencies) {}

    /** @param folder made for it, and mounted where it looks */
    static void prepare(Path folder, Work usual) throws IOException {
        Files.createDirectories(folder);
        write(folder, usual);
    }

    void does(Work work) throws IOException {
        write(folder, work);
    }

    private static void write(Path folder, Work work) throws IOException {
        Files.writeString(
                folder.resolve("load"),
                "%d %d %d %d %d %d%n"
                        .formatted(
                                work.workers,
                                work.cpuMicros,
                                work.betweenMicros,
                                work.reads,
                                work.pages,
                                work.exchanges));
    }

    String name() {
        return container.name();
    }

    /** All that it has measured. */
    List<Second> seconds() throws IOException {
        List<Second> seconds = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(LATENCY))) {
            String[] words = line.split(" ", -1);
            List<Double> latencies = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                latencies.add(Integer.parseInt(words[i]) / 1e3);
            }
            seconds.add(new Second(Long.parseLong(words[0]), latencies));
        }
        return seconds;
    }
}
