package dev.vedette.benchmarks;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.Rung;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The hooks of a sensor with built-in rules, each with a program that does nothing: what these hooks cost in this kernel
 * whatever is done at them, and so the least that a sensor standing on them can cost.
 */
final class BareHooks implements SlowdownBenchmark.Watcher {
    private final List<String> hooks;
    private final List<BpfLink> links = new ArrayList<>();

    /** @param hooks sections as libbpf has them, for example {@code tp_btf/sched_switch} */
    BareHooks(List<String> hooks) {
        this.hooks = List.copyOf(hooks);
    }

    static BareHooks ofBuiltInRules(Stage stage) throws Exception {
        ProbeSettings settings;
        try (SensorProcess sensor = stage.sensorByBuiltInRules()) {
            sensor.awaitReady();
            settings = ProbeSettings.defaults().withFacts(sensor.facts());
        }
        try (KernelProbes probes = KernelProbes.attach(settings)) {
            return new BareHooks(probes.probes().stream()
                    .filter(ProbeStatus::attached)
                    .filter(probe -> probe.rung() != Rung.CGROUP)
                    .map(ProbeStatus::hook)
                    .sorted()
                    .toList());
        }
    }

    @Override
    public AutoCloseable begin() throws Exception {
        BpfObject programs = BpfObject.open(Libbpf.load(), compiled());
        try {
            programs.load();
            for (BpfProgram program : programs.programs()) {
                links.add(program.attach());
            }
            return () -> end(programs);
        } catch (BpfException e) {
            end(programs);
            throw e;
        }
    }

    private void end(BpfObject programs) {
        links.forEach(BpfLink::close);
        links.clear();
        programs.close();
    }

    private byte[] compiled() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("vedette-hooks");
        Path source = Files.writeString(folder.resolve("hooks.bpf.c"), source());
        Path object = folder.resolve("hooks.bpf.o");
        try {
            Process clang = new ProcessBuilder(
                            "clang-14", "-O2", "-g", "-target", "bpf", "-c", source.toString(), "-o", object.toString())
                    .inheritIO()
                    .start();
            if (clang.waitFor() != 0) {
                throw new IOException("the empty programs do not compile, see above");
            }
            return Files.readAllBytes(object);
        } finally {
            Files.deleteIfExists(object);
            Files.delete(source);
            Files.delete(folder);
        }
    }

    private String source() {
        StringBuilder text =
                new StringBuilder("char of_the_programs[] __attribute__((section(\"license\"), used)) = \"GPL\";\n");
        for (int i = 0; i < hooks.size(); i++) {
            text.append("__attribute__((section(\"").append(hooks.get(i)).append("\"), used)) int hook_");
            text.append(i).append("(void *context) { return 0; }\n");
        }
        return text.toString();
    }

    @Override
    public String subject() {
        return "slowdown by empty programs at the same hooks, of ";
    }

    @Override
    public boolean hasGoals() {
        return false;
    }
}
