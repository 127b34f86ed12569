package dev.vedette.probes.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the newest messages that libbpf prints at level WARN: among them is the verifier's log of a refused program.
 * libbpf has one print function for the whole process: whoever wants to know what one call said holds a lock around it.
 * Thread-safe.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
public final class LibbpfMessages {
    private static final int WARN = 0;
    private static final int MOST_KEPT = 256;
    /** libbpf prints a verifier log as one message; its end says why, so a longer one is read in full. */
    private static final long LONGEST = 1 << 20;

    private final Deque<String> kept = new ArrayDeque<>();
    private final MethodHandle vsnprintf;

    private LibbpfMessages() {
        Linker linker = Linker.nativeLinker();
        vsnprintf = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("vsnprintf"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    static LibbpfMessages listen(NativeFunction setPrint) {
        LibbpfMessages messages = new LibbpfMessages();
        try {
            MethodHandle target = MethodHandles.lookup()
                    .bind(
                            messages,
                            "print",
                            MethodType.methodType(int.class, int.class, MemorySegment.class, MemorySegment.class));
            // Never freed: libbpf may print for as long as the process lives.
            MemorySegment stub = Linker.nativeLinker()
                    .upcallStub(target, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Arena.global());
            setPrint.pointer(stub);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("print is a method of this class", e);
        }
        return messages;
    }

    /** The messages kept, oldest first, and forgets them. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    private synchronized void keep(String message) {
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(message);
    }

    /** Called by libbpf. An exception that leaves an upcall ends the JVM, so none does. */
    @SuppressWarnings("unused") // bound by name in listen
    private int print(int level, MemorySegment format, MemorySegment arguments) {
        if (level != WARN) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST);
            int length = (int) vsnprintf.invokeExact(text, LONGEST, format, arguments);
            keep(text.getString(0, StandardCharsets.UTF_8).stripTrailing());
            return length;
        } catch (Throwable e) {
            keep("A message of libbpf could not be read: " + e);
            return 0;
        }
    }
}
