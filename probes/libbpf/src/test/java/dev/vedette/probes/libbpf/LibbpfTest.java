package dev.vedette.probes.libbpf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LibbpfTest {
    @Test
    void namesThePackageWhenTheLibraryIsNotInstalled() {
        assertThatThrownBy(() -> Libbpf.load("libvedette-is-not-here.so.1"))
                .isInstanceOf(LibbpfUnavailableException.class)
                .hasMessage("libvedette-is-not-here.so.1 is not installed: apt-get install libbpf1");
    }

    @Test
    void saysThatTheLibraryIsTooOldWhenAFunctionIsMissing() {
        assertThatThrownBy(() -> Libbpf.load("libc.so.6"))
                .isInstanceOf(LibbpfUnavailableException.class)
                .hasMessageStartingWith("libc.so.6 is older than 1.1")
                .hasMessageContaining("install libbpf1");
    }
}
