package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeCheckTest {
    /** Run in a process of its own, which has no capabilities. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.print(ProbeCheck.obstacle().orElse("none"));
        }
    }

    @Test
    void namesTheCapabilitiesThatAreMissing() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root can give its capabilities away")
                .isEqualTo("root");
        Process child = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-all",
                        "--inh-caps=-all",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("CAP_BPF").contains("root").hasLineCount(1);
    }

    @Test
    @RequiresBpf
    void findsNoObstacleWhereThereIsNone() {
        assertThat(ProbeCheck.obstacle()).isEmpty();
    }
}
