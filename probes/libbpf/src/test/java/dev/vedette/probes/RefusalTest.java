package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void takesTheVerifiersVerdict() {
        var messages = List.of(
                "libbpf: prog 'on_fork': BPF program load failed: Permission denied",
                """
                libbpf: prog 'on_fork': -- BEGIN PROG LOAD LOG --
                0: R1=ctx(off=0,imm=0) R10=fp0
                ; return *(volatile int *)(context + 4096);
                0: (61) r0 = *(u32 *)(r1 +4096)
                invalid bpf_context access off=4096 size=4
                processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0
                -- END PROG LOAD LOG --""",
                "libbpf: prog 'on_fork': failed to load: -13",
                "libbpf: failed to load object ''");
        assertThat(Refusal.in(messages)).contains(new Refusal("on_fork", "invalid bpf_context access off=4096 size=4"));
    }

    @Test
    void takesTheFirstWordsWhereTheVerifierWasNotAsked() {
        var messages = List.of(
                "libbpf: prog 'on_nothing': failed to find kernel BTF type ID of 'nothing': -3",
                "libbpf: prog 'on_nothing': failed to prepare load attributes: -3");
        assertThat(Refusal.in(messages))
                .contains(new Refusal("on_nothing", "failed to find kernel BTF type ID of 'nothing': -3"));
    }

    @Test
    void blamesTheLastProgramNamed() {
        var messages = List.of(
                "libbpf: prog 'harmless': missing .BTF.ext line info.", "libbpf: prog 'refused': failed to load: -22");
        assertThat(Refusal.in(messages)).map(Refusal::program).contains("refused");
    }

    @Test
    void namesNobodyWhenTheObjectAsAWholeWasRefused() {
        assertThat(Refusal.in(List.of("libbpf: map 'records': failed to create: Operation not permitted(-1)")))
                .isEmpty();
    }
}
