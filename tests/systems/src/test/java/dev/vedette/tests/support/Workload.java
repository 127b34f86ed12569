package dev.vedette.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.cri.ExecResult;
import dev.vedette.sensor.demo.runtime.PersonsSession;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A container that does what it is told, and what the sensor has said of it. */
public final class Workload {
    private final AttackRange range;
    private final RunningContainer container;
    private final Path root;

    /** @param container runs {@code obey.sh} of the demonstration's image */
    Workload(AttackRange range, RunningContainer container) {
        this.range = range;
        this.container = container;
        this.root = Path.of("/proc/" + container.pid() + "/root");
    }

    public RunningContainer container() {
        return container;
    }

    public String id() {
        return container.id();
    }

    /** Has the container's own first program carry out a shell script, and waits for its end. */
    public Outcome does(String script) {
        int number = range.nextNumber();
        Path order = inside("/run/order-" + number);
        try {
            Files.writeString(order, script + "\n");
            String command =
                    "sh /run/order-%1$d >/run/said-%1$d 2>&1 </dev/null; echo $? >/run/code-%1$d\n".formatted(number);
            tell(command, number);
            int code = Integer.parseInt(
                    Files.readString(inside("/run/code-" + number)).strip());
            return new Outcome(code, Files.readString(inside("/run/said-" + number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(String command, int number) throws IOException {
        Path orders = inside("/run/orders");
        Waiting.until("the workload listens", () -> Files.exists(orders));
        // Read and write, so that opening the pipe does not wait for its reader; an order lies in it only as long as
        // somebody holds it open.
        try (FileChannel pipe = FileChannel.open(orders, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var unused = pipe.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            var ended = Waiting.seen("the workload has done: " + command, Waiting.LONG, () -> ended(number));
            assertThat(ended).isTrue();
        }
    }

    private Optional<Boolean> ended(int number) {
        try {
            Path code = inside("/run/code-" + number);
            return Files.exists(code) && Files.size(code) > 0 ? Optional.of(true) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Puts a command in from outside, as the kubelet does for a probe. */
    public ExecResult exec(String... command) {
        return container.exec(command);
    }

    /** Puts a command in from outside, as a person does: with a terminal, or with input from a pipe. */
    public void session(boolean terminal, String... command) throws IOException, InterruptedException {
        new PersonsSession(range.ctr(), range.containerd().endpoint().socket(), container.id())
                .run("person-" + range.nextNumber(), terminal, List.of(command));
    }

    /** A file of the container as the node sees it. */
    public Path inside(String path) {
        return root.resolve(path.substring(1));
    }

    /** Waits for a finding of a rule about this container. */
    public Finding isFound(String rule, Severity severity) {
        return isFound(rule, severity, finding -> true);
    }

    public Finding isFound(String rule, Severity severity, Predicate<Finding> fits) {
        Finding found;
        try {
            found = range.findings()
                    .await(
                            rule,
                            finding -> finding.ruleId().equals(rule)
                                    && finding.container().id().equals(id())
                                    && fits.test(finding));
        } catch (AssertionError e) {
            throw new AssertionError(
                    rule + " was not found; found of this container:\n  "
                            + Findings.described(range.findings().of(id())),
                    e);
        }
        assertThat(found.severity()).as(found.message()).isEqualTo(severity);
        assertThat(found.container().name()).isEqualTo(container.name());
        assertThat(found.container().pod().uid()).isEqualTo(container.pod().uid());
        return found;
    }

    /**
     * Nothing has been found by these rules so far. Events of a container are judged in their order, so another one,
     * done and found after what must stay silent, shows that that has been judged.
     */
    public void isSilentOn(String... rules) {
        String marker = "/run/busybox-" + range.nextNumber();
        does("cp /bin/busybox " + marker + " && " + marker + " true").worked();
        var unused =
                isFound("VDT-3004", Severity.HIGH, finding -> finding.evidence().containsValue(marker));
        for (String rule : rules) {
            List<Finding> found = range.findings().of(id(), rule).stream()
                    .filter(finding -> !finding.evidence().containsValue(marker))
                    .toList();
            assertThat(found).as(Findings.described(found)).isEmpty();
        }
    }
}
