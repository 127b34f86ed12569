package dev.vedette.benchmarks;

import dev.vedette.probes.ProbeCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What benchmarks of the whole sensor need: the workload, a folder, and a bundle of two rules that find the marker
 * program's start and the marker file's writing, each time anew.
 */
public final class Stage implements AutoCloseable {
    static final String MARKER_STARTED = "VDT-9901";
    static final String MARKER_WRITTEN = "VDT-9902";

    /** Stops the virtual machine from using the cache that the launcher names. */
    static final String NO_CACHE = "-XX:AOTMode=off";

    private static final List<String> RULES = List.of(
            "VDT-9901-marker-started.drl",
            "VDT-9901-marker-started.md",
            "VDT-9902-marker-file-written.drl",
            "VDT-9902-marker-file-written.md");

    /** The launcher says where it is. */
    private static final Path LAUNCHER = Path.of(System.getProperty("vedette.launcher", "./vedette"));

    private final Path folder;
    private final Workload workload;

    private Stage(Path folder, Workload workload) {
        this.folder = folder;
        this.workload = workload;
    }

    /** @throws IOException with a sentence for people if eBPF may not be used here */
    static Stage set() throws IOException, InterruptedException {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        Path folder = Files.createTempDirectory("vedette-bench");
        Path sources = folder.resolve("rules");
        // The rule compiler wants folders named after packages.
        Path packageFolder = Files.createDirectories(sources.resolve("dev/vedette/benchmarks/rules"));
        for (String rule : RULES) {
            try (InputStream in = Stage.class.getResourceAsStream("rules/" + rule)) {
                Files.copy(in, packageFolder.resolve(rule));
            }
        }
        compile(sources, bundle(folder));
        return new Stage(folder, Workload.unpack());
    }

    /** Makes a bundle of the rules below a folder. */
    static void compile(Path sources, Path bundle) throws IOException, InterruptedException {
        Process build = new ProcessBuilder(
                        LAUNCHER.toString(), "policy", "build", sources.toString(), "-o", bundle.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (build.waitFor() != 0) {
            throw new IOException("the benchmark's rules do not compile");
        }
    }

    /**
     * Has the launcher run a command, whose output nobody reads.
     *
     * @param most the exit code that is still no failure
     */
    static Took took(int most, String... command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        double cpuBefore = Took.cpuSecondsOfEndedChildren();
        List<String> whole = new ArrayList<>(List.of(LAUNCHER.toString()));
        whole.addAll(List.of(command));
        int code = new ProcessBuilder(whole)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code > most) {
            throw new IOException(String.join(" ", whole) + " failed with exit code " + code);
        }
        return new Took((System.nanoTime() - began) / 1e9, Took.cpuSecondsOfEndedChildren() - cpuBefore);
    }

    Workload workload() {
        return workload;
    }

    /** A sensor as the launcher starts it. */
    SensorProcess sensor() throws IOException {
        return sensor("");
    }

    SensorProcess sensor(String jvmOptions) throws IOException {
        return new SensorProcess(
                LAUNCHER, folder, List.of("--bundle=" + bundle(folder), "--unsigned-bundles"), jvmOptions);
    }

    /** A sensor with nothing but its defaults: no rule judges the node's own processes then. */
    public SensorProcess sensorByBuiltInRules(String... further) throws IOException {
        return new SensorProcess(LAUNCHER, folder, List.of(further), "");
    }

    /** What benchmarks put there goes in the end. */
    public Path folder() {
        return folder;
    }

    private static Path bundle(Path folder) {
        return folder.resolve("bundle.jar");
    }

    @Override
    public void close() throws IOException {
        workload.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
