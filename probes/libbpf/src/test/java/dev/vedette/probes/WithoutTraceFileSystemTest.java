package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that finds no list of tracepoints and may not mount one: what needs none goes on. */
@RequiresBpf
class WithoutTraceFileSystemTest {
    /** Run in a process of its own. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults())) {
                probes.probes()
                        .forEach(probe -> System.out.println(probe.name() + " " + probe.state() + " " + probe.why()));
            }
        }
    }

    @Test
    void whatNeedsNoTracepointListIsToldAndTheRestSaysWhatIsMissing() throws Exception {
        assumeThat(System.getProperty("user.name")).as("only root can hide it").isEqualTo("root");
        Process child = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        "mount -t tmpfs none /sys/kernel/tracing && mount -t tmpfs none /sys/kernel/debug"
                                + " && exec setpriv --bounding-set=-sys_admin \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines())
                .contains("sched_process_exec ATTACHED ")
                .anyMatch(line ->
                        line.startsWith("mount__call REFUSED no tracefs at /sys/kernel/tracing: mount it there"));
    }
}
