package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One C function, called with errno captured. Made for calls that happen a few times a second at most: arguments are
 * boxed. Thread-safe.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
final class NativeFunction {
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /** Throws {@link java.util.NoSuchElementException} if the library lacks the symbol. */
    static NativeFunction bind(SymbolLookup library, String name, FunctionDescriptor type, Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        MethodHandle call = Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type, all);
        int arguments = call.type().parameterCount();
        MethodHandle spread =
                call.asSpreader(Object[].class, arguments).asType(MethodType.methodType(Object.class, Object[].class));
        return new NativeFunction(name, spread);
    }

    record PointerResult(MemorySegment pointer, int errno) {
        boolean isNull() {
            return pointer.address() == 0;
        }
    }

    PointerResult pointer(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment result = (MemorySegment) invoke(state, arguments);
            return new PointerResult(result, (int) ERRNO.get(state, 0L));
        }
    }

    record IntegerResult(int value, int errno) {}

    /** Of a function that says why it failed in errno alone. */
    IntegerResult integerOrErrno(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) invoke(state, arguments);
            return new IntegerResult(result, (int) ERRNO.get(state, 0L));
        }
    }

    int integer(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) invoke(arena.allocate(CALL_STATE), arguments);
        }
    }

    boolean truth(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return (boolean) invoke(arena.allocate(CALL_STATE), arguments);
        }
    }

    void nothing(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            invoke(arena.allocate(CALL_STATE), arguments);
        }
    }

    private Object invoke(MemorySegment state, Object[] arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            return (Object) handle.invokeExact(all);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Calling " + name + " failed", e);
        }
    }
}
