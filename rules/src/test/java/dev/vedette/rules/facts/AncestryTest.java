package dev.vedette.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;

class AncestryTest {
    @Test
    void endsWhereTheRuntimesProcessesBegin() {
        Processes shell = Processes.of("/bin/sh");
        ProcessInfo list = Processes.of("/bin/ls").childOf(shell).build();

        assertThat(Ancestry.inContainer(list))
                .extracting(p -> p.executable().path())
                .containsExactly("/bin/ls", "/bin/sh");
    }

    @Test
    void leavesOutTheRuntimeThatHasEnteredTheContainerItself() {
        FileObject runc = Files.ofImage("/usr/sbin/runc");
        Processes entered = Processes.process().executable(runc).childOfNode(runc);
        Processes shell = Processes.of("/bin/sh").childOf(entered);

        assertThat(Ancestry.inContainer(shell.build())).containsExactly(shell.build());
    }

    @Test
    void findsTheEldestOfASession() {
        Processes shell = Processes.of("/bin/sh").stdio(Stdio.Kind.TERMINAL);
        Processes inner = Processes.of("/bin/bash").stdio(Stdio.Kind.TERMINAL).childOf(shell);
        ProcessInfo piped = Processes.of("/bin/cat").childOf(inner).build();

        assertThat(Ancestry.terminalSession(piped)).contains(shell.build());
        assertThat(Ancestry.terminalSession(Processes.of("/bin/cat").build())).isEmpty();
    }

    @Test
    void looksForAServerOnlyAmongTheNearest() {
        Processes at = Processes.process().serving();
        for (int i = 0; i < Ancestry.NEAR - 1; i++) {
            at = Processes.of("/usr/lib/helper").childOf(at);
        }
        Processes near = Processes.of("/bin/sh").childOf(at);
        Processes far =
                Processes.of("/bin/sh").childOf(Processes.of("/usr/lib/helper").childOf(at));

        assertThat(Ancestry.server(near.build())).isPresent();
        assertThat(Ancestry.server(far.build())).isEmpty();
    }

    @Test
    void seesAShellOnlyBetweenProcessAndServer() {
        Processes server = Processes.process().serving();
        Processes shell = Processes.of("/bin/sh").childOf(server);
        Processes behindEntry = Processes.process().serving().childOf(Processes.of("/bin/sh"));

        assertThat(Ancestry.byShellOfServer(shell.build())).isTrue();
        assertThat(Ancestry.byShellOfServer(
                        Processes.of("/bin/id").childOf(shell).build()))
                .isTrue();
        assertThat(Ancestry.byShellOfServer(behindEntry.build())).isFalse();
        assertThat(Ancestry.byShellOfServer(
                        Processes.of("/usr/lib/worker").childOf(behindEntry).build()))
                .isFalse();
    }
}
