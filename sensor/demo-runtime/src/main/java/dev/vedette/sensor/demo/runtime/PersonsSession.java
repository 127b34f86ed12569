package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What {@code kubectl exec} comes to in the runtime, by containerd's own client. */
public record PersonsSession(Path ctr, Path socket, String containerId) {
    private static final int PATIENCE_SECONDS = 120;

    /** Runs a command and waits for its end, at most two minutes. */
    public void run(String execId, boolean terminal, List<String> command) throws IOException, InterruptedException {
        List<String> exec = new ArrayList<>(List.of(
                ctr.toString(), "--address", socket.toString(), "-n", "k8s.io", "tasks", "exec", "--exec-id", execId));
        if (terminal) {
            exec.add("-t");
        }
        exec.add(containerId);
        exec.addAll(command);
        Process session = new ProcessBuilder(terminal ? inTerminal(exec) : exec)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        session.getOutputStream().close();
        if (!session.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            session.destroyForcibly();
            throw new IOException("the session did not end: " + exec);
        }
    }

    /** script(1) is the terminal that the client wants on its side. */
    private static List<String> inTerminal(List<String> exec) {
        String quoted = exec.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return List.of("script", "-qec", quoted, "/dev/null");
    }
}
