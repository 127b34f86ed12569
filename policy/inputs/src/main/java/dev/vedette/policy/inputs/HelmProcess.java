package dev.vedette.policy.inputs;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** A running {@link HelmRendering}. Not thread-safe. */
final class HelmProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** An option of Helm's own command line. */
    private static final String HINT = "Use --debug flag to render out invalid YAML";

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    private HelmProcess(Process process) {
        this.process = process;
        this.requests = new DataOutputStream(process.getOutputStream());
        this.answers = new DataInputStream(process.getInputStream());
    }

    /**
     * Starts it.
     *
     * @param arguments as {@link HelmRendering#main} takes them
     * @param temporary where it may put its library
     */
    static HelmProcess start(List<String> arguments, Path temporary) throws InputException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath(),
                HelmRendering.class.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(temporary);
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
            builder.environment().put("KUBECONFIG", "/dev/null");
            return new HelmProcess(builder.start());
        } catch (IOException e) {
            throw new InputException("Helm cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Renders the chart in a folder.
     *
     * @throws InputException with what Helm says against it; the process may be gone then
     */
    String render(Path chart) throws InputException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(ask(chart));
            } catch (IOException | InputException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            close();
            throw new InputException("it is not rendered within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InputException("its rendering was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InputException refused) {
                throw refused;
            }
            close();
            throw new InputException("Helm ended while it rendered it; is it larger than the memory?", e);
        }
    }

    private String ask(Path chart) throws IOException, InputException {
        requests.writeUTF(chart.toString());
        requests.flush();
        boolean rendered = answers.readBoolean();
        String text = new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
        if (!rendered) {
            throw new InputException("Helm says: "
                    + text.lines()
                            .filter(line -> !line.equals(HINT))
                            .collect(Collectors.joining(" "))
                            .strip());
        }
        return text;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Only what it needs, not what the command line has. */
    private static String classPath() throws InputException {
        Set<Class<?>> needed = new LinkedHashSet<>(
                List.of(HelmRendering.class, Helm.class, NativeLibrary.class, Native.class, LoggerFactory.class));
        ServiceLoader.load(NativeLibrary.class).stream()
                .map(ServiceLoader.Provider::type)
                .findFirst()
                .ifPresent(needed::add);
        if (needed.size() == 5) {
            // The library would look for it on the network.
            throw new InputException(
                    "Helm's library is not there for this kind of machine: helm template CHART | vedette scan -");
        }
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : needed) {
            places.add(place(type));
        }
        return places.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) throws InputException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            if (source == null) {
                throw new InputException("it is not known where " + type.getName() + " came from");
            }
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new InputException("the place of " + type.getName() + " has no name that can be used", e);
        }
    }
}
