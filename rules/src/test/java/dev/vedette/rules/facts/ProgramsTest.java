package dev.vedette.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/bin/sh", "/bin/bash", "/usr/bin/dash", "/bin/ash", "/usr/bin/zsh", "/bin/tcsh", "/bin/mksh"})
    void knowsShells(String path) {
        assertThat(Programs.isShell(Processes.of(path).build())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/hash", "/usr/bin/ssh", "/usr/bin/publish", "/opt/stash", "/usr/bin/python3"})
    void takesNoOtherProgramForAShell(String path) {
        assertThat(Programs.isShell(Processes.of(path).build())).isFalse();
    }

    @Test
    void knowsShellsByAppletFirstArgumentAndLoader() {
        assertThat(Programs.isShell(
                        Processes.of("/bin/busybox").arguments("busybox", "sh").build()))
                .isTrue();
        assertThat(Programs.isShell(
                        Processes.of("/bin/busybox").arguments("-ash").build()))
                .isTrue();
        assertThat(Programs.isShell(Processes.of("/lib64/ld-linux-x86-64.so.2")
                        .arguments("ld", "--inhibit-cache", "/bin/bash")
                        .build()))
                .isTrue();
        assertThat(Programs.isShell(Processes.of("/bin/busybox")
                        .arguments("busybox", "ls", "sh")
                        .build()))
                .isFalse();
        assertThat(Programs.isShell(Processes.of("/usr/bin/env").arguments().build()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/usr/bin/python3.12", "/usr/bin/perl5.36", "/usr/bin/node", "/usr/bin/php8.2", "/usr/bin/gawk"})
    void knowsInterpretersOfEveryVersion(String path) {
        assertThat(Programs.isInterpreter(Processes.of(path).build())).isTrue();
    }

    @Test
    void tellsLateFilesFromThoseOfTheImageAndOfVolumes() {
        assertThat(Programs.isWrittenLater(Files.onOverlay("/x", OverlayLayer.UPPER)))
                .isTrue();
        assertThat(Programs.isWrittenLater(Files.on(FileSystemMagic.TMPFS, "/tmp/x")))
                .isTrue();
        assertThat(Programs.isWrittenLater(Files.inMemory("x"))).isTrue();
        assertThat(Programs.isWrittenLater(Files.onOverlay("/x", OverlayLayer.BOTH)))
                .isFalse();
        assertThat(Programs.isWrittenLater(Files.ofImage("/x"))).isFalse();
        assertThat(Programs.isWrittenLater(Files.on(0xef53, "/data/x"))).isFalse();
    }

    @Test
    void believesANameOnlyOfAFileOfTheImage() {
        List<String> names = List.of("rsync");

        assertThat(Programs.isOfImageAndNamed(Processes.of("/usr/bin/rsync").build(), names))
                .isTrue();
        assertThat(Programs.isOfImageAndNamed(
                        Processes.of("/bin/sh").arguments("rsync").build(), names))
                .isFalse();
        assertThat(Programs.isOfImageAndNamed(
                        Processes.process()
                                .executable(Files.onOverlay("/tmp/rsync", OverlayLayer.UPPER))
                                .build(),
                        names))
                .isFalse();
    }
}
