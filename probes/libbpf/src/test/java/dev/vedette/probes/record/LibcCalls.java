package dev.vedette.probes.record;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.List;

/** Functions of libc that do one system call each, by their names: what no class of the JDK does. */
final class LibcCalls {
    static final long AT_FDCWD = -100;

    private LibcCalls() {}

    /**
     * The call's result; every argument is a number, or a text that is passed as a pointer.
     *
     * @throws AssertionError if it fails
     */
    static long call(String name, Object... arguments) {
        long result = tried(name, arguments);
        if (result < 0) {
            throw new AssertionError(name + List.of(arguments) + " failed");
        }
        return result;
    }

    /** As {@link #call}, but -1 if it fails. */
    @SuppressWarnings("restricted")
    static long tried(String name, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        MethodHandle function = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        Collections.nCopies(arguments.length, ValueLayout.JAVA_LONG)
                                .toArray(ValueLayout[]::new)));
        try (Arena arena = Arena.ofConfined()) {
            List<Long> numbers = List.of(arguments).stream()
                    .map(argument -> argument instanceof String text
                            ? arena.allocateFrom(text).address()
                            : ((Number) argument).longValue())
                    .toList();
            long result = (long) function.invokeWithArguments(numbers);
            // Functions that answer an int leave the upper half as it is.
            return result == 0xffffffffL ? -1 : result;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
