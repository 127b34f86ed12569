package dev.vedette.probes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test with programs of 32 bits of x86; skipped where the kernel runs none, as one that was told so or that a hypervisor
 * keeps from it. There other tests run them in machines of their own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPrograms32.Condition.class)
public @interface RequiresPrograms32 {
    /** Runs one. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Smallest.RUNS
                    ? ConditionEvaluationResult.enabled("programs of 32 bits run")
                    : ConditionEvaluationResult.disabled("this kernel runs no programs of 32 bits");
        }
    }

    /** A program of 32 bits that ends at once, well. */
    final class Smallest {
        private static final boolean RUNS = runs();

        private Smallest() {}

        /** Its file, made in the folder. */
        public static Path in(Path folder) throws IOException {
            Path program = Files.write(folder.resolve("small"), content());
            return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        /** A kernel that runs none leaves it to a shell, which cannot read it. */
        private static boolean runs() {
            try {
                Path folder = Files.createTempDirectory("programs32");
                Path program = in(folder);
                Process process = new ProcessBuilder(program.toString())
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                boolean well = process.waitFor() == 0;
                Files.delete(program);
                Files.delete(folder);
                return well;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a program ran", e);
            }
        }

        /** An ELF header, one segment and {@code mov eax, 1; xor ebx, ebx; int 0x80}. */
        private static byte[] content() {
            int base = 0x08048000;
            int code = 52 + 32;
            byte[] exit = {(byte) 0xb8, 1, 0, 0, 0, 0x31, (byte) 0xdb, (byte) 0xcd, (byte) 0x80};
            int length = code + exit.length;
            return ByteBuffer.allocate(length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                    .putShort((short) 2)
                    .putShort((short) 3)
                    .putInt(1)
                    .putInt(base + code)
                    .putInt(52)
                    .putInt(0)
                    .putInt(0)
                    .putShort((short) 52)
                    .putShort((short) 32)
                    .putShort((short) 1)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(1)
                    .putInt(0)
                    .putInt(base)
                    .putInt(base)
                    .putInt(length)
                    .putInt(length)
                    .putInt(5)
                    .putInt(4096)
                    .put(exit)
                    .array();
        }
    }
}
