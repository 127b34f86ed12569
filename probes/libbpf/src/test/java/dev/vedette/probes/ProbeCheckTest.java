package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeCheckTest {
    /** Run in a process of its own, which has no capabilities. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.print(ProbeCheck.obstacle().orElse("none"));
        }
    }

    @BeforeEach
    void onlyRoot() {
        assumeThat(System.getProperty("user.name"))
                .as("only root can give its capabilities away and hide files")
                .isEqualTo("root");
    }

    @Test
    void namesTheCapabilitiesThatAreMissing() throws Exception {
        String said = saidBy("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        assertThat(said).contains("CAP_BPF").contains("root").hasLineCount(1);
    }

    @Test
    void saysSoWhenTheKernelHasNoTypes() throws Exception {
        String said = saidBy(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind /dev/null /sys/kernel/btf/vmlinux && exec \"$@\"",
                "sh");
        assertThat(said)
                .contains("/sys/kernel/btf/vmlinux", "CONFIG_DEBUG_INFO_BTF")
                .hasLineCount(1);
    }

    @Test
    void saysSoWhenTheKernelIsLockedDown() throws Exception {
        String said = saidBy(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount -t tmpfs none /sys/kernel/security"
                        + " && echo 'none integrity [confidentiality]' > /sys/kernel/security/lockdown && exec \"$@\"",
                "sh");
        assertThat(said).contains("locked down", "lockdown=integrity").hasLineCount(1);
    }

    private static String saidBy(String... around) throws Exception {
        List<String> command = new ArrayList<>(List.of(around));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    @RequiresBpf
    void findsNoObstacleWhereThereIsNone() {
        assertThat(ProbeCheck.obstacle()).isEmpty();
    }
}
