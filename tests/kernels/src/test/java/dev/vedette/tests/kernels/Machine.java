package dev.vedette.tests.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An emulated machine that boots a kernel into the guest's file system, reports, and switches itself off. */
final class Machine {
    private static final Path KERNELS = Path.of(System.getenv().getOrDefault("VEDETTE_KERNELS", "kernels"));
    private static final Path WORK = Path.of("target", "guest").toAbsolutePath();
    /** A boot takes half a minute to three on a machine that has little else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /**
     * One CPU and without 16-byte compare-and-exchange, which emulation by several threads gets wrong (QEMU 7.2); the
     * emulated timers are not checked, since they are late on a busy machine.
     */
    private static final List<String> QEMU = List.of(
            "qemu-system-x86_64",
            "-accel",
            "tcg",
            "-cpu",
            "max,-cx16,-la57",
            "-smp",
            "1",
            "-m",
            "1536",
            "-display",
            "none",
            "-no-reboot",
            "-nodefaults");

    private static final String COMMON =
            "console=ttyS0 panic=-1 loglevel=4 no_timer_check tsc=reliable nokaslr mitigations=off ";
    /** The order in which Debian names them, and bpf. */
    static final String WITH_BPF = "lsm=landlock,lockdown,yama,integrity,bpf ";

    static final String WITHOUT_BPF = "lsm=landlock,lockdown,yama,integrity ";

    /** What is enough to load the probes, and to say whose a record is. */
    private static final List<String> FOR_THE_GUEST = List.of(
            "tests/kernels/target/classes",
            "probes",
            "jnr",
            "jffi",
            "asm",
            "tricks",
            "identity",
            "policy-model",
            "policy/model",
            "sensor-metrics",
            "sensor/metrics",
            "simpleclient",
            "slf4j-api",
            "sensor-agent",
            "sensor/agent",
            "sensor-response",
            "sensor/response",
            "sensor-cri",
            "sensor/cri",
            "policy-feed",
            "policy/feed",
            "jackson-",
            "dnsjava");

    private static boolean built;

    private Machine() {}

    /** The kernels that were fetched, oldest first. */
    static List<String> kernels() {
        return Stream.of("6.1", "6.12", "newest")
                .filter(name -> Files.isReadable(KERNELS.resolve(name).resolve("vmlinuz")))
                .toList();
    }

    /**
     * Everything that the machine reported until it switched itself off. An emulated machine sometimes stands still or
     * breaks off for reasons of its own, so it is booted once more if its report has no end.
     */
    static List<String> boot(String kernel, String name, String parameters) throws IOException, InterruptedException {
        return boot(kernel, name, parameters, List.of());
    }

    /** The same in a machine whose clock counts the instructions that it executes, one a nanosecond. */
    static List<String> bootCounting(String kernel, String name, String parameters)
            throws IOException, InterruptedException {
        return boot(kernel, name, parameters, List.of("-icount", "shift=0,sleep=off"));
    }

    private static List<String> boot(String kernel, String name, String parameters, List<String> ofTheMachine)
            throws IOException, InterruptedException {
        build();
        List<String> report = attempt(kernel, name, parameters, ofTheMachine);
        return isWhole(report) ? report : attempt(kernel, name, parameters, ofTheMachine);
    }

    private static boolean isWhole(List<String> report) {
        return report.stream().anyMatch(line -> line.equals("done") || line.contains("\"what\":\"done\""));
    }

    private static List<String> attempt(String kernel, String name, String parameters, List<String> ofTheMachine)
            throws IOException, InterruptedException {
        Path report = WORK.resolve(name + ".report");
        Path console = WORK.resolve(name + ".console");
        List<String> command = new ArrayList<>(QEMU);
        command.addAll(ofTheMachine);
        command.addAll(List.of(
                "-kernel", KERNELS.resolve(kernel).resolve("vmlinuz").toString(),
                "-initrd", WORK.resolve("root.cpio").toString(),
                "-serial", "file:" + console,
                "-serial", "file:" + report,
                "-append", COMMON + parameters));
        Files.deleteIfExists(report);
        Process machine = start(command, name);
        machine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        machine.destroyForcibly().waitFor();
        return Files.exists(report) ? Files.readAllLines(report, StandardCharsets.UTF_8) : List.of();
    }

    private static synchronized void build() throws IOException, InterruptedException {
        if (!built) {
            Files.createDirectories(WORK);
            String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(Machine::isForTheGuest)
                    .reduce((some, next) -> some + File.pathSeparator + next)
                    .orElseThrow();
            List<String> command =
                    List.of("src/main/scripts/build-guest.sh", WORK.toString(), classPath, KERNELS.toString());
            if (start(command, "build").waitFor() != 0) {
                throw new IllegalStateException(command.getFirst() + " failed: see " + WORK.resolve("build.log"));
            }
            built = true;
        }
    }

    private static boolean isForTheGuest(String entry) {
        return FOR_THE_GUEST.stream().anyMatch(entry::contains)
                && !entry.contains("test-classes")
                && Files.exists(Path.of(entry));
    }

    private static Process start(List<String> command, String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.redirectErrorStream(true)
                .redirectOutput(WORK.resolve(name + ".log").toFile())
                .start();
    }
}
