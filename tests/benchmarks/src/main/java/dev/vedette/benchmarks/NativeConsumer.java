package dev.vedette.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** The C program that reads a ring of its own by libbpf, one round per order. One thread. */
final class NativeConsumer implements AutoCloseable {
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    NativeConsumer(Path program, Path object) throws IOException {
        process = new ProcessBuilder(program.toString(), object.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = process.outputWriter();
        answers = process.inputReader();
    }

    Round round(int size, int count, Writer writer) throws IOException {
        orders.write(size + " " + count + " " + (writer == Writer.SAME_CPU ? 0 : 1) + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The C consumer has ended; its last words are above");
        }
        String[] numbers = answer.split(" ", -1);
        return new Round(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]), 0);
    }

    @Override
    public void close() throws IOException {
        orders.close();
        answers.close();
        process.destroy();
    }
}
