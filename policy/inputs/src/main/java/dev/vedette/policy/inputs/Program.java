package dev.vedette.policy.inputs;

import dev.vedette.policy.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Another program, run without a shell, bounded in time. Thread-safe.
 *
 * @param command the program's file and the arguments that each run begins with
 * @param environment beside that of this process
 * @param limit how long one run may take
 */
record Program(List<String> command, Map<String, String> environment, Duration limit) {
    private static final int MOST_COMPLAINTS = 4_096;

    /** Takes what a program writes; what is left when it returns is thrown away. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream out) throws IOException;
    }

    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The file of that name in one of the folders of PATH that may be executed; relative folders do not count. */
    static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Runs it with nothing to read. */
    <T> T run(List<String> arguments, Reader<T> reader) throws InputException {
        return run(arguments, InputStream.nullInputStream(), reader);
    }

    /**
     * Runs it.
     *
     * @throws InputException if it fails, with what it complains of, or does not end in time
     */
    <T> T run(List<String> arguments, InputStream input, Reader<T> reader) throws InputException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(command.stream(), arguments.stream()).toList());
        builder.environment().putAll(environment);
        builder.redirectInput(Redirect.PIPE);
        try {
            return run(builder.start(), input, reader);
        } catch (IOException e) {
            throw new InputException(name() + " cannot be run: " + e.getMessage(), e);
        }
    }

    private <T> T run(Process process, InputStream input, Reader<T> reader) throws InputException, IOException {
        AtomicBoolean late = new AtomicBoolean();
        Thread watchdog = Thread.ofVirtual().start(() -> endAtLimit(process, late));
        Thread writer = Thread.ofVirtual().start(() -> write(input, process.getOutputStream()));
        AtomicReference<String> complaints = new AtomicReference<>("");
        Thread listener = Thread.ofVirtual().start(() -> complaints.set(listen(process.getErrorStream())));
        try (InputStream out = process.getInputStream()) {
            T result = reader.read(out);
            out.transferTo(OutputStream.nullOutputStream());
            int exit = process.waitFor();
            listener.join();
            if (exit != 0) {
                throw new InputException(failure(complaints.get(), late.get()));
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException(name() + " was interrupted", e);
        } catch (IOException e) {
            if (late.get()) {
                throw new InputException(failure("", true), e);
            }
            throw e;
        } finally {
            process.destroyForcibly();
            watchdog.interrupt();
            writer.interrupt();
        }
    }

    private void endAtLimit(Process process, AtomicBoolean late) {
        try {
            Thread.sleep(limit);
            late.set(true);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            // It ended in time.
            Thread.currentThread().interrupt();
        }
    }

    private static void write(InputStream input, OutputStream to) {
        try (OutputStream out = to) {
            input.transferTo(out);
        } catch (IOException e) {
            // It ended before it had read all; what it says of that counts.
            return;
        }
    }

    private static String listen(InputStream complaints) {
        try (InputStream in = complaints) {
            String first = new String(in.readNBytes(MOST_COMPLAINTS), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            return first;
        } catch (IOException e) {
            return "";
        }
    }

    private String failure(String complaints, boolean late) {
        if (late) {
            return name() + " did not end within " + limit.toSeconds() + " s";
        }
        List<String> lines = new ArrayList<>(complaints
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList());
        return name() + (lines.isEmpty() ? " failed and did not say why" : " says: " + String.join(" ", lines));
    }

    private String name() {
        return Path.of(command.getFirst()).getFileName().toString();
    }

    /** What a run writes, as UTF-8 text, up to a little more than is read as YAML. */
    static Reader<String> text() {
        return out -> new String(out.readNBytes(YamlReader.MAX_BYTES + 8), StandardCharsets.UTF_8);
    }

    /** What a run is to read. */
    static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
